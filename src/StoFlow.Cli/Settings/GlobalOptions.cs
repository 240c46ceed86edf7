using System.CommandLine;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Policy;

namespace StoFlow.Cli.Settings;

/// <summary>The options that every verb understands.</summary>
internal sealed class GlobalOptions
{
    public const string DefaultBridge = "http://127.0.0.1:8000";

    public Option<string?> Bridge { get; } = Text(
        "--bridge", "url", $"The bridge's address. Otherwise STOFLOW_URL, else {DefaultBridge}.");

    public Option<string?> Token { get; } = Text(
        "--token", "secret", "The back end's token; other users of this machine can see what is typed here. Otherwise STOFLOW_TOKEN, else <data>/admin.token for a bridge on this machine.");

    public Option<string?> Seller { get; } = Text(
        "--seller", "name", "Whom to act for. Otherwise STOFLOW_SELLER, else the only one there is.");

    public Option<string?> Site { get; } = Text(
        "--site", "host", "The marketplace, such as www.vinted.fr. Otherwise the one that the seller's browser is signed in to.");

    public Option<string?> Data { get; } = Text(
        "--data", "folder", "The data folder of the bridge on this machine. Otherwise STOFLOW_DATA_DIRECTORY, else the platform's place.");

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Machine output alone on stdout; everything human on stderr.",
        Recursive = true,
    };

    public Option<TimeSpan?> Timeout { get; } = new("--timeout")
    {
        Description = "How long one call may take, such as 30s or 5m; at most 1h.",
        HelpName = "duration",
        Recursive = true,
        CustomParser = result =>
        {
            var time = Durations.Parse(result);
            if (time > TimeSpan.FromMilliseconds(CommandTimeout.MaxMs)) result.AddError("--timeout: at most 1h; the bridge lets go of a call then.");
            return time;
        },
    };

    public GlobalOptions() => Site.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
            if (!string.IsNullOrWhiteSpace(token.Value) && SitePolicy.Current.Find(token.Value) is null) result.AddError($"--site: '{token.Value}' is no site of the list; write one such as www.vinted.fr.");
    });

    public IReadOnlyList<Option> All => [Bridge, Token, Seller, Site, Data, Json, Timeout];

    // A script's empty variable: without a word it would mean the platform's folder, or the admin token.
    private static Option<string?> Text(string name, string valueName, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = valueName, Recursive = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{name}: a {valueName} is due, not an empty one.");
        });
        return option;
    }
}
