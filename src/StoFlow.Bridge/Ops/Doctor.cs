using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Ops;

/// <summary>Looks over the running bridge: store, audit list, exposure, tokens, browsers.</summary>
internal sealed class Doctor(SqliteWriter writer, TokenBook tokens, BrowserViews browsers, BridgeOptions options, TimeProvider clock)
{
    private const long LittleSpace = 500L * 1024 * 1024;

    /// <summary>Runs every check.</summary>
    public async Task<DoctorReport> LookAsync(CancellationToken ct) => new(
    [
        await Task.Run(Store, ct),
        await AuditAsync(ct),
        Space(),
        Exposure(),
        AdminToken(),
        Tokens(),
        Browsers(),
    ]);

    private DoctorCheck Store()
    {
        if (!writer.Healthy) return DoctorCheck.Bad("store", "The last commit failed. Free some disk space or check the data folder.");
        return writer.Damage() is { } damage
            ? DoctorCheck.Bad("store", $"The store is damaged ({damage}). Stop the bridge and put the last backup back.")
            : DoctorCheck.Ok("store", "The store answers and is whole.");
    }

    private async Task<DoctorCheck> AuditAsync(CancellationToken ct)
    {
        var verdict = await writer.VerifyAuditAsync(ct);
        return verdict.Whole
            ? DoctorCheck.Ok("audit", $"All {verdict.Lines} lines are as they were written; the last one's hash is {verdict.Head}.")
            : DoctorCheck.Bad(
                "audit", $"Line {verdict.FirstBroken} is not as it was written. Somebody changed the list: find out who could write the data folder.");
    }

    private DoctorCheck Space()
    {
        var free = new DriveInfo(Path.GetFullPath(options.DataDirectory)).AvailableFreeSpace;
        var text = $"{free / (1024 * 1024)} MB free in the data folder.";
        return free < LittleSpace ? DoctorCheck.Warn("space", $"{text} Writes stop when it is full; make room.") : DoctorCheck.Ok("space", text);
    }

    private DoctorCheck Exposure()
    {
        var wide = Listening.WaysIn(options);
        return wide.Count == 0
            ? DoctorCheck.Ok("exposure", "The bridge can be reached from this machine only.")
            : DoctorCheck.Warn(
                "exposure", $"Other machines can reach the bridge by {string.Join(", ", wide)}. Keep the firewall tight; listen on 127.0.0.1 if this is not meant.");
    }

    private DoctorCheck AdminToken()
    {
        var file = Path.Combine(options.DataDirectory, AdminTokenFile.TokenName);
        if (!File.Exists(file))
            return DoctorCheck.Warn("admin_token", "The file is gone. Restart the bridge: it makes a new one and revokes the old token.");
        if (OperatingSystem.IsWindows()) return DoctorCheck.Ok("admin_token", "The file is there.");
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return (File.GetUnixFileMode(file) & others) == UnixFileMode.None
            ? DoctorCheck.Ok("admin_token", "Only the bridge's account can read it.")
            : DoctorCheck.Bad("admin_token", "Other accounts can read it. Set its mode to 0600 and rotate the token.");
    }

    private DoctorCheck Tokens()
    {
        var now = clock.GetUtcNow();
        var good = tokens.All.Where(token => token.IsGood(now) && token.Name != AdminTokenFile.TokenName).ToArray();
        var wide = good.Count(token => token.Scope == CallerScope.Admin || token.Sellers.Contains(Caller.AllSellers, StringComparer.Ordinal));
        var text = $"{good.Length} beside the admin's; {wide} of them reach everything or administer.";
        return wide > 5 ? DoctorCheck.Warn("tokens", $"{text} Give back ends only the sellers and the scope they need.") : DoctorCheck.Ok("tokens", text);
    }

    private DoctorCheck Browsers()
    {
        var all = browsers.Of(new Caller("", "doctor", CallerScope.Admin, [Caller.AllSellers]));
        var online = all.Count(browser => browser.Online);
        var old = all.Count(browser => browser.Problem is not null);
        if (all.Count == 0)
            return DoctorCheck.Warn(
                "browsers", "None is paired. Make a code on the bridge's page or with 'stoflow pair', and type it in the plugin.");
        if (old > 0) return DoctorCheck.Warn("browsers", $"{old} of {all.Count} could not be let in although paired: update their plugin.");
        return online == 0
            ? DoctorCheck.Warn("browsers", $"None of {all.Count} is connected. Open one of them.")
            : DoctorCheck.Ok("browsers", $"{online} of {all.Count} are connected.");
    }
}
