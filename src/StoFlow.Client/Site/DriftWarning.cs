namespace StoFlow.Client;

/// <summary>The site's answer lacks a field that this package uses but can do without, or has it of another type than known.</summary>
/// <param name="Answer">Which answer, such as <c>wardrobe page</c>.</param>
/// <param name="Path">Which field, such as <c>items[].view_count</c>.</param>
public sealed record DriftWarning(string Answer, string Path)
{
    /// <summary>It is there, of another type than known: it was left out, and is kept as it came in the model's further fields.</summary>
    public bool OfAnotherType { get; init; }
}
