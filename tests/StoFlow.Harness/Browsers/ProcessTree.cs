using System.Diagnostics;
using System.Globalization;

namespace StoFlow.Harness.Browsers;

/// <summary>
/// The processes of a browser, read from /proc: those of the session it leads, all descendants, and those with its own
/// HOME. Each alone misses some: crash handlers lead sessions of their own and are adopted by init, and some helpers
/// write over their environment.
/// </summary>
internal static class ProcessTree
{
    /// <summary>The ids alive now, the dead but not yet buried left out.</summary>
    /// <param name="leader">The process that leads the session, while that is certain.</param>
    /// <param name="home">The HOME that no other process has.</param>
    /// <param name="known">Members seen before, whose children count although they themselves may be gone.</param>
    public static IReadOnlyList<int> Members(int? leader, string home, IReadOnlyCollection<int> known)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(folder => Read(folder, home)).OfType<Entry>().ToList();
        var members = new HashSet<int>(known);
        int before;
        do
        {
            before = members.Count;
            members.UnionWith(all
                .Where(entry => entry.Session == leader || entry.AtHome || members.Contains(entry.Parent))
                .Select(entry => entry.Id));
        }
        while (members.Count > before);
        return [.. all.Where(entry => members.Contains(entry.Id) && entry.State is not ('Z' or 'X')).Select(entry => entry.Id)];
    }

    /// <summary>SIGKILL by id; a process that is gone already is as good.</summary>
    public static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // Ended between the look and the signal.
        }
    }

    private static Entry? Read(string folder, string home)
    {
        if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        try
        {
            // "12 (any name) S parent group session ...": the name may hold blanks and brackets, so read behind its last one.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var (parent, session) = (int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture));
            return new Entry(id, fields[0][0], parent, session, IsAtHome(folder, home));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsAtHome(string folder, string home)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ")).Split('\0').Contains("HOME=" + home, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another person's process
        }
    }

    private sealed record Entry(int Id, char State, int Parent, int Session, bool AtHome);
}
