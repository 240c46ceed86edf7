using Microsoft.Extensions.Options;
using StoFlow.Bridge;
using StoFlow.Bridge.Ops;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Serving;

/// <summary>What <c>serve</c> runs with: flags, then <c>STOFLOW_*</c>, then the settings file; data go to the platform's place when nobody says otherwise.</summary>
internal static class ServeSettings
{
    private const string DataFlag = "data-directory";

    public static BridgeOptions Load(Call call, string? config, Dictionary<string, string?> flags)
    {
        if (config is not null && !File.Exists(config)) throw new UsageException($"--config: {config} is not there.");
        var file = config ?? (File.Exists(BridgeSettings.FileName) ? BridgeSettings.FileName : null);
        var variables = BridgeSettings.All.Select(setting => setting.Variable).Append("STOFLOW_PACE")
            .ToDictionary(name => name, call.Host.Variable, StringComparer.Ordinal);
        flags[DataFlag] = call.DataFolderTold ?? flags.GetValueOrDefault(DataFlag);
        try
        {
            var options = BridgeSettings.Load(flags, variables, file);
            if (!string.Equals(options.DataDirectory, new BridgeOptions().DataDirectory, StringComparison.Ordinal)) return options;
            flags[DataFlag] = DataFolder.OfPlatform(call.Host.Variable);
            return BridgeSettings.Load(flags, variables, file);
        }
        catch (OptionsValidationException wrong)
        {
            throw new UsageException(string.Join(Environment.NewLine, wrong.Failures));
        }
    }
}
