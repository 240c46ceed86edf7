namespace StoFlow.Bridge.Ops;

/// <summary><c>GET /api/health/ready</c>.</summary>
/// <param name="Status"><c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Detail">What is wrong and what to do.</param>
public sealed record ReadyAnswer(string Status, string? Detail = null);
