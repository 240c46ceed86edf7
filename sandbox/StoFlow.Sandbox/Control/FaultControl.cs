using System.Text.Json;
using StoFlow.Sandbox.Faults;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox.Control;

/// <summary>Faults and page forms from the control side.</summary>
internal sealed class FaultControl(Marketplace market)
{
    private static readonly Dictionary<string, FaultKind> Kinds = Named<FaultKind>();
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

        if (!Kinds.TryGetValue(given.Kind, out var kind))
            throw new MistakeException($"No fault kind \"{given.Kind}\"; write clear or one of {string.Join(", ", Kinds.Keys)}.");
        if (given.Count is < 1 or > 1_000_000) throw new MistakeException("count is 1 to 1000000.");
        if (given.DelayMs is < 0 or > 600_000) throw new MistakeException("delay_ms is 0 to 600000.");
        if (given.Variant is not ("json" or "empty" or "code_106")) throw new MistakeException("variant is json, empty or code_106.");
        if (given.When is not ("before" or "after")) throw new MistakeException("when is before or after.");
        if (!Cutting.Ways.Contains(given.How, StringComparer.Ordinal)) throw new MistakeException($"how is one of {string.Join(", ", Cutting.Ways)}.");
        if (given.Skip < 0) throw new MistakeException("skip is not negative.");
        if (given.Status is < 500 or > 599) throw new MistakeException("status is 500 to 599.");
        var fault = new Fault(kind, given.Kind, given.Count)
        {
            Skip = given.Skip,
            PathPrefix = given.Path,
            Method = given.Method,
            RetryAfterS = given.RetryAfterS,
            DelayMs = given.DelayMs,
            AfterEffect = given.When is "after",
            Variant = given.Variant,
            How = given.How,
            Status = given.Status,
            Sticky = given.Sticky,
        };
        if (!market.Faults.Add(fault)) throw new MistakeException("Too many faults wait; clear them first.");

        // A page without its token only bites when the token a client may still hold is no good either.
        if (kind is FaultKind.CsrfAbsent) market.Page.Rotate();
        return Waiting();
    }

    public ControlAnswer SetPage(PageRequest given)
    {
        if (given.Form is { } name)
        {
            if (!Forms.TryGetValue(name, out var form)) throw new MistakeException($"No page form \"{name}\"; write one of {string.Join(", ", Forms.Keys)}.");
            market.Page.Form = form;
        }

        if (given.Rotate) market.Page.Rotate();
        return new ControlAnswer(true, Detail: JsonNamingPolicy.SnakeCaseLower.ConvertName(market.Page.Form.ToString()));
    }

    private static Dictionary<string, T> Named<T>()
        where T : struct, Enum
        => Enum.GetValues<T>().ToDictionary(v => SnakeCase(v.ToString()), StringComparer.Ordinal);

    /// <summary><c>WriteThen504</c> becomes <c>write_then_504</c>, <c>Html404</c> becomes <c>html_404</c>.</summary>
    private static string SnakeCase(string name)
        => string.Concat(name.Select((c, i) => i > 0 && (char.IsUpper(c) || (char.IsDigit(c) && !char.IsDigit(name[i - 1]))) ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
