using System.Text.Json;
using StoFlow.Sandbox.Faults;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox.Control;

/// <summary>Faults and page forms from the control side.</summary>
internal sealed class FaultControl(Marketplace market)
{
    private static readonly Dictionary<string, FaultKind> Kinds = Named<FaultKind>();
    // Of another one no call would ever come, and the fault would wait in silence.
    private static readonly SortedSet<string> Methods = new(StringComparer.OrdinalIgnoreCase) { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };
    private static readonly Dictionary<string, PageForm> Forms = Named<PageForm>();

    public FaultReport[] Waiting()
        => [.. market.Faults.Waiting().Select(f => new FaultReport(f.Name, f.Left, f.Hits, f.Skip, f.PathPrefix, f.Method))];

    public FaultReport[] Add(FaultRequest given)
    {
        if (given.Kind is "clear")
        {
            market.Faults.Clear();
            market.Challenge.Clear();
            return [];
        }

        if (!Kinds.TryGetValue(given.Kind ?? "", out var kind))
            throw new MistakeException("kind", $"kind: no fault \"{given.Kind}\"; write clear or one of {string.Join(", ", Kinds.Keys)}.");
        var fault = Made(given, kind);
        if (!market.Faults.Add(fault)) throw new MistakeException("count", "Too many faults wait; clear them first.");

        // A page without its token only bites when the token a client may still hold is no good either.
        if (kind is FaultKind.CsrfAbsent) market.Page.Rotate();
        return Waiting();
    }

    public ControlAnswer SetPage(PageRequest given)
    {
        if (given.Form is { } name)
        {
            if (!Forms.TryGetValue(name, out var form)) throw new MistakeException("form", $"form: no page form \"{name}\"; write one of {string.Join(", ", Forms.Keys)}.");
            market.Page.Form = form;
        }

        if (given.Rotate) market.Page.Rotate();
        return new ControlAnswer(true, Detail: JsonNamingPolicy.SnakeCaseLower.ConvertName(market.Page.Form.ToString()));
    }

    // A field that is null is one that was left out.
    private static Fault Made(FaultRequest given, FaultKind kind)
    {
        var (variant, when, how) = (given.Variant ?? "json", given.When ?? "before", given.How ?? "stream");
        var method = given.Method?.Trim() ?? "";
        Need(given.Count is >= 1 and <= 1_000_000, "count", "count is 1 to 1000000.");
        Need(given.Skip >= 0, "skip", "skip is not negative.");
        Need(given.RetryAfterS is null or (>= 0 and <= 86_400), "retry_after_s", "retry_after_s is 0 to 86400, or left out for none.");
        Need(given.DelayMs is >= 0 and <= 600_000, "delay_ms", "delay_ms is 0 to 600000.");
        Need(variant is "json" or "empty" or "code_106", "variant", "variant is json, empty or code_106.");
        Need(when is "before" or "after", "when", "when is before or after.");
        Need(Cutting.Ways.Contains(how, StringComparer.Ordinal), "how", $"how is one of {string.Join(", ", Cutting.Ways)}.");
        Need(given.Drop is null || !given.Drop.Any(string.IsNullOrWhiteSpace), "drop", "drop holds names of fields; leave it out for all of them.");
        Need(given.Wrap is null || !given.Wrap.Any(string.IsNullOrWhiteSpace), "wrap", "wrap holds names of fields.");
        Need(given.Status is >= 500 and <= 599, "status", "status is 500 to 599.");
        Need(method.Length == 0 || Methods.Contains(method), "method", $"method is one of {string.Join(", ", Methods)}, or left out for all.");
        return new Fault(kind, given.Kind!, given.Count)
        {
            Skip = given.Skip,
            PathPrefix = Prefix(given.Path),
            Method = method.Length == 0 ? null : method,
            RetryAfterS = given.RetryAfterS,
            DelayMs = given.DelayMs,
            AfterEffect = when is "after",
            Variant = variant,
            How = how,
            Status = given.Status,
            Sticky = given.Sticky,
            Drop = given.Drop ?? [],
            Wrap = given.Wrap ?? [],
        };
    }

    /// <summary>People write paths in several ways: with host, without the slash, with a star at the end.</summary>
    private static string? Prefix(string? path)
    {
        path = path?.Trim().TrimEnd('*');
        if (string.IsNullOrEmpty(path) || path is "/") return null;
        if (path.Contains("://", StringComparison.Ordinal))
        {
            Need(Uri.TryCreate(path, UriKind.Absolute, out var url), "path", "path is a path, or an address with one.");
            path = url!.AbsolutePath;
        }

        var query = path.IndexOf('?', StringComparison.Ordinal);
        Need(query < 0, "path", "path is compared with the path alone; leave out the question mark and what follows it.");
        return path.StartsWith('/') ? path : "/" + path;
    }

    private static void Need(bool good, string field, string message)
    {
        if (!good) throw new MistakeException(field, message);
    }

    private static Dictionary<string, T> Named<T>()
        where T : struct, Enum
        => Enum.GetValues<T>().ToDictionary(v => SnakeCase(v.ToString()), StringComparer.Ordinal);

    /// <summary><c>WriteThen504</c> becomes <c>write_then_504</c>, <c>Html404</c> becomes <c>html_404</c>.</summary>
    private static string SnakeCase(string name)
        => string.Concat(name.Select((c, i) => i > 0 && (char.IsUpper(c) || (char.IsDigit(c) && !char.IsDigit(name[i - 1]))) ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
