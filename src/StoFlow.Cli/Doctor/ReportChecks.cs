using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Cli.Doctor;

/// <summary>
/// What the bridge itself says: do the site's answers still hold what is relied on? It has seen them all. Do other machines reach it, through a proxy
/// for one, which nobody sees from outside? And is its audit list whole?
/// </summary>
internal static class ReportChecks
{
    private const string Site = "site_answers";
    private const string Audit = "audit";
    private const string Exposure = "exposure";

    /// <param name="bridge">The bridge.</param>
    /// <param name="audit">Its audit list too: its folder cannot be looked into.</param>
    /// <param name="cancel">Stops the looking.</param>
    public static async Task<IReadOnlyList<Check>> RunAsync(BridgeClient bridge, bool audit, CancellationToken cancel)
    {
        try
        {
            var report = await bridge.Administration.LookAsync(cancel);
            return [.. report.Checks.Where(check => check.Name is Site || (audit && check.Name is Audit) || check is { Name: Exposure, Status: not "ok" }).Select(check => check.Status switch
            {
                "ok" => Check.Ok(check.Name, check.Detail),
                "warn" when check.Name is Exposure => Check.Warn(check.Name, check.Detail, "Right if you meant it; docs/operations.md, \"Beyond this machine\"."),
                "warn" => Check.Warn(check.Name, check.Detail, "Nothing stops; some values stay empty until the tool is updated."),
                _ => Check.Fail(check.Name, check.Detail, check.Name is Audit ? "Keep a copy of the data folder." : "Do not write to the shop with this version; update StoFlow."),
            })];
        }
        catch (StoFlowException refused) when (refused.Code is ErrorCode.Forbidden or ErrorCode.Unauthorized or ErrorCode.NotFound)
        {
            return [Check.Warn(Site, "Only an admin token may ask what the bridge has seen.", "Run it on the bridge's machine, or with an admin token.")];
        }
        catch (StoFlowException silent)
        {
            return [Check.Fail(Site, silent.Detail, "Look at the bridge's log, then run this again.")];
        }
    }
}
