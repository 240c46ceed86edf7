using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Cli.Doctor;

/// <summary>Do the site's answers still hold what is relied on? The bridge has seen them all.</summary>
internal static class SiteChecks
{
    private const string Name = "site_answers";

    public static async Task<IReadOnlyList<Check>> RunAsync(BridgeClient bridge, CancellationToken cancel)
    {
        try
        {
            var report = await bridge.Administration.LookAsync(cancel);
            return [.. report.Checks.Where(check => check.Name is Name).Select(check => check.Status switch
            {
                "ok" => Check.Ok(Name, check.Detail),
                "warn" => Check.Warn(Name, check.Detail, "Nothing stops; some values stay empty until the tool is updated."),
                _ => Check.Fail(Name, check.Detail, "Do not write to the shop with this version; update StoFlow."),
            })];
        }
        catch (StoFlowException refused) when (refused.Code is ErrorCode.Forbidden or ErrorCode.Unauthorized or ErrorCode.NotFound)
        {
            return [Check.Warn(Name, "Only an admin token may ask what the bridge has seen.", "Run it on the bridge's machine, or with an admin token.")];
        }
    }
}
