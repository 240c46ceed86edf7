using System.Collections.Concurrent;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Ops;

/// <summary>Where the site's answers were not as they are relied on since the bridge was started: counted in the metrics, told by the doctor.</summary>
internal sealed class DriftBook(Diagnostics diagnostics)
{
    // Answers and paths are a list of ours and sites one of the policy: it cannot grow beyond them.
    private readonly ConcurrentDictionary<(string Site, DriftNote Note), long> _seen = new();

    /// <summary>An answer of this site lacked a field, or had it of another type.</summary>
    public void Note(string site, DriftNote note)
    {
        diagnostics.SiteDrifted(site, note);
        _seen.AddOrUpdate((site, note with { Request = null }), 1, static (_, times) => times + 1);
    }

    /// <summary>What the doctor says: bad when something needed is missing or changed, a warning when it can be done without.</summary>
    public DoctorCheck Check()
    {
        const string name = "site_answers";
        var seen = _seen.ToArray();
        if (seen.Length == 0) return DoctorCheck.Ok(name, "The site's answers hold what is relied on, since the bridge was started.");
        var worst = seen.OrderByDescending(one => one.Key.Note.Needed).ThenByDescending(one => one.Value).ThenBy(one => one.Key.Note.Path, StringComparer.Ordinal).ToArray();
        var first = string.Join("; ", worst.Take(3).Select(one => $"{one.Key.Site}, {one.Key.Note.Answer} {(one.Key.Note.OfAnotherType ? "with another type at" : "without")} {one.Key.Note.Path} ({one.Value} times)"));
        var text = $"{first}{(worst.Length > 3 ? $"; and {worst.Length - 3} more" : "")}. The site has changed or answers with less: look for a newer StoFlow.";
        return worst[0].Key.Note.Needed ? DoctorCheck.Bad(name, text) : DoctorCheck.Warn(name, text);
    }
}
