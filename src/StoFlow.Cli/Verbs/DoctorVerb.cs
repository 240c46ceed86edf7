using StoFlow.Cli.Doctor;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs;

internal sealed class DoctorVerb(ToolHost host) : Verb(
    host,
    "doctor",
    "Looks at everything between a back end and the site, and says what to do about what is wrong. Changes nothing.",
    "stoflow doctor",
    "stoflow doctor --seller anna --json")
{
    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var checks = new List<Check>();
        checks.AddRange(await BridgeChecks.RunAsync(call.BridgeUrl, call.Host.Time, cancel));
        if (!checks.Exists(check => check is { Name: "bridge", Verdict: Verdict.Fail })) checks.AddRange(await BehindTheDoorAsync(call, cancel));
        if (call.BridgeUrl.IsLoopback) checks.AddRange(call.KnowsDataFolder ? await DataChecks.RunAsync(call.DataFolder, cancel) : [DataChecks.NotTold]);

        var diagnosis = Diagnosis.Of(checks);
        foreach (var check in checks)
        {
            call.Screen.Line($"{check.Verdict.ToString().ToLowerInvariant(),-5} {check.Name}: {check.Text}");
            if (check.Next is not null) call.Screen.Line($"        → {check.Next}");
        }

        call.Screen.Json(diagnosis, CliJson.Relaxed.Diagnosis);
        return diagnosis.ExitCode;
    }

    private static async Task<IReadOnlyList<Check>> BehindTheDoorAsync(Call call, CancellationToken cancel)
    {
        var checks = new List<Check>();
        try
        {
            checks.AddRange(await BrowserChecks.RunAsync(call.Bridge, call.Seller, cancel));
            checks.AddRange(await ReportChecks.RunAsync(call.Bridge, audit: !call.KnowsDataFolder, cancel));
        }
        catch (Exception missing) when (missing is ToolException or UsageException)
        {
            checks.Add(Check.Fail("token", missing.Message, "Check --token, STOFLOW_TOKEN or --data."));
        }

        return checks;
    }
}
