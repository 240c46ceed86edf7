using System.ComponentModel.DataAnnotations;

namespace StoFlow.Bridge.Policy;

/// <summary><c>POST /api/tokens/{id}/rotate</c>; the body may be left out.</summary>
/// <param name="OverlapS">How long the old secret still opens doors, in seconds: 0 to 604,800; default 3,600.</param>
public sealed record TokenRotation([property: Range(0, TokenRotation.MaxOverlapS)] long? OverlapS = null)
{
    /// <summary>A week.</summary>
    public const int MaxOverlapS = 7 * 24 * 3600;
}
