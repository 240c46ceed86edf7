using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>Writes an id or a name as one step of a path.</summary>
internal static class PathText
{
    /// <param name="step">What the caller gave. Nothing, and the dots that mean a folder, would lead to another address of the bridge.</param>
    /// <param name="field">What it is, for a person.</param>
    public static string Of(string step, string field)
        => string.IsNullOrWhiteSpace(step) || step is "." or ".."
            ? throw new RefusedException(ErrorCode.InvalidRequest, $"{field}: one is due, not \"{step}\".") { Field = field }
            : Uri.EscapeDataString(step);
}
