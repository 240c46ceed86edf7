using StoFlow.Bridge.Storage;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Doctor;

/// <summary>Is the data of this machine's bridge private and unspoilt?</summary>
internal static class DataChecks
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Another bridge's folder would be looked at in its place.</summary>
    public static Check NotTold { get; } = Check.Warn("data", "Not looked at: nothing says where this bridge keeps its data.", "Give the folder with --data.");

    public static async Task<IReadOnlyList<Check>> RunAsync(string data, CancellationToken cancel)
    {
        if (!Directory.Exists(data))
            return [Check.Warn("data", $"{data} is not there.", "Right if the bridge keeps its data elsewhere (--data tells where).")];
        return [Privacy(data), await AuditAsync(data, cancel)];
    }

    private static Check Privacy(string data)
    {
        if (OperatingSystem.IsWindows()) return Check.Ok("data", $"{data}: guarded by the user profile's own permissions.");

        // Inside a closed folder only the token is worth a lock of its own.
        string[] places = [data, DataFolder.AdminTokenFile(data)];
        foreach (var place in places.Where(Path.Exists))
        {
            var open = File.GetUnixFileMode(place) & Others;
            if (open is not UnixFileMode.None)
                return Check.Fail("data", $"Others on this machine can reach {place} ({open}).", $"chmod go= '{place}'");
        }

        return Check.Ok("data", $"{data}: for its owner only.");
    }

    private static async Task<Check> AuditAsync(string data, CancellationToken cancel)
    {
        var store = Path.Combine(data, "stoflow.db");
        if (!File.Exists(store)) return Check.Warn("audit", $"{store} is not there.", "Start the bridge once with this folder.");
        try
        {
            var verdict = await AuditChain.VerifyAsync(store, cancel);
            return verdict.Whole
                ? Check.Ok("audit", $"{verdict.Lines} lines, chain whole, head {verdict.Head[..16]}.")
                : Check.Fail("audit", $"The audit list was changed: line {verdict.FirstBroken} does not fit the one before.", "Keep a copy of the data folder and find out who could write there.");
        }
        catch (IOException problem)
        {
            return Check.Fail("audit", $"The store cannot be read: {problem.Message}", "Run as the one who runs the bridge; look for a damaged disk.");
        }
    }
}
