using Microsoft.Extensions.Options;
using StoFlow.Bridge;
using StoFlow.Bridge.Ops;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Serving;

/// <summary>What <c>serve</c> runs with: flags, then <c>STOFLOW_*</c>, then the settings file; data go to the platform's place when nobody says otherwise.</summary>
internal static class ServeSettings
{
    /// <param name="call">The call.</param>
    /// <param name="config">The settings file that was named.</param>
    /// <param name="settings">What <c>--setting</c> said, as <c>name=value</c>.</param>
    /// <param name="flags">Settings that have a flag of their own, which is stronger.</param>
    public static BridgeOptions Load(
        Call call, string? config, IEnumerable<string> settings, IEnumerable<KeyValuePair<string, SettingValue>> flags)
    {
        // Who mends one mistake should not learn of the next by another try.
        var faults = new List<string>();
        if (config is not null && !File.Exists(config)) faults.Add($"--config: {config} is not there.");
        var file = config ?? BridgeSettings.FileName;
        var variables = BridgeSettings.All.Select(setting => setting.Variable).Append("STOFLOW_PACE")
            .ToDictionary(name => name, call.Host.Variable, StringComparer.Ordinal);
        var told = Split(settings, faults).Concat(flags).ToList();
        try
        {
            var options = BridgeSettings.Load(told, variables, File.Exists(file) ? file : null, DataFolder.OfPlatform(call.Host.Variable));
            if (faults.Count == 0) return options;
        }
        catch (OptionsValidationException wrong)
        {
            faults.AddRange(wrong.Failures);
        }

        throw new UsageException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>
    /// Variables that look like settings and are none: a misspelled one would change nothing without a word. No reason not to start: what
    /// starts programs makes variables of its own, such as <c>STOFLOW_SERVICE_HOST</c>.
    /// </summary>
    public static IEnumerable<string> UnknownVariables(ToolHost host) => host.VariableNames()
        .Where(name => name.StartsWith("STOFLOW_", StringComparison.Ordinal) && !Others.Contains(name) && BridgeSettings.All.All(setting => setting.Variable != name))
        .Order(StringComparer.Ordinal);

    // Those of the tool itself and of ./demo and ./test, which start bridges too.
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "STOFLOW_PACE", Call.BridgeVariable, TokenFinder.Variable, "STOFLOW_SELLER", "STOFLOW_FIREFOX", "STOFLOW_CHROMIUM", "STOFLOW_PLUGIN", "STOFLOW_ROOT", "STOFLOW_WRITE_API",
    };

    private static IEnumerable<KeyValuePair<string, SettingValue>> Split(IEnumerable<string> settings, List<string> faults)
    {
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) faults.Add($"--setting: '{setting}' is not of the form name=value.");
            else yield return new(setting[..equals], new SettingValue(setting[(equals + 1)..], $"--setting {setting[..equals]}"));
        }
    }
}
