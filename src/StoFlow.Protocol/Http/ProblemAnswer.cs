namespace StoFlow.Protocol.Http;

/// <summary>Problem details (RFC 9457) with a code; every error of the bridge has this shape.</summary>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Detail">What to do next.</param>
/// <param name="Field">The field at fault, when it is the caller's.</param>
/// <param name="Until">When a paused lane goes on by itself.</param>
public sealed record ProblemAnswer(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    bool Success = false,
    string? CommandId = null,
    string? Field = null,
    DateTimeOffset? Until = null,
    IReadOnlyList<Wire.SiteResponse>? Results = null);
