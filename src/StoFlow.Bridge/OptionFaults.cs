using System.ComponentModel.DataAnnotations;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol.Policy;

namespace StoFlow.Bridge;

/// <summary>What is wrong with a bridge's options, all of it.</summary>
internal static class OptionFaults
{
    public static IReadOnlyList<string> Of(BridgeOptions options)
    {
        var faults = new List<ValidationResult>();
        foreach (var part in new object[] { options, options.Pace, options.Limits, options.Retention, options.Door })
            Validator.TryValidateObject(part, new ValidationContext(part), faults, validateAllProperties: true);
        var messages = faults.Select(fault => fault.ErrorMessage ?? "A setting is not as it should be.").Concat(Listening.Faults(options)).ToList();
        foreach (var path in options.MorePaths)
            if (!SitePolicy.IsPrefix(path))
                messages.Add($"MorePaths: '{path}' must begin and end with a slash and be spelled as in an address, such as /api/v3/.");
        messages.AddRange(options.Hosts.Select(HostList.Fault).OfType<string>());
        if (options.SilenceMs <= options.PingIntervalMs) messages.Add("SilenceMs: more than ping_interval_ms.");
        if (options.Limits.LiveBytes < 2L * options.Limits.MaxBodyBytes) messages.Add("Limits.LiveBytes: at least twice limits.max_body_bytes.");
        return messages;
    }
}
