using StoFlow.Protocol.Http;
using StoFlow.Protocol.Shapes;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>Holds what the site answered against what is relied on, whoever asked.</summary>
internal sealed class DriftCheck
{
    private readonly Shape?[] _shapes;

    /// <param name="requests">What is asked; the check outlives it.</param>
    public DriftCheck(IReadOnlyList<SiteRequest>? requests) => _shapes = [.. (requests ?? []).Select(request => SiteShapes.For(request.Method, request.Url))];

    /// <summary>The outcome with a note for each field that is missing, or of another type than known.</summary>
    public CommandOutcome Note(CommandOutcome outcome, CommandResult result)
    {
        if (outcome.Answer is not { } answer || result.Results is not { } responses) return outcome;
        List<DriftNote>? notes = null;
        for (var i = 0; i < responses.Count && i < _shapes.Length; i++)
            if (_shapes[i] is { } shape && responses[i] is { Success: true, Data: { } data })
                foreach (var gap in shape.Gaps(data)) (notes ??= []).Add(new DriftNote(shape.Name, gap.Path, gap.Needed, _shapes.Length == 1 ? null : i, gap.OfAnotherType));
        return notes is null ? outcome : outcome with { Answer = answer with { Drift = notes } };
    }
}
