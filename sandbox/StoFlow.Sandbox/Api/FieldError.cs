namespace StoFlow.Sandbox.Api;

/// <summary>One field the site did not accept, with text for a person.</summary>
internal sealed record FieldError(string Field, string Value);
