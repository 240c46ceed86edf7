namespace StoFlow.Sandbox.Control;

/// <summary>A short answer: done, or what is wrong and what to write instead.</summary>
internal sealed record ControlAnswer(bool Ok, string? Error = null, string? Detail = null, string? Field = null);
