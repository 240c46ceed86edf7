namespace StoFlow.Client;

/// <summary>The site's answer lacks a field that this package uses but can do without.</summary>
/// <param name="Answer">Which answer, such as <c>wardrobe page</c>.</param>
/// <param name="Path">Which field, such as <c>items[].view_count</c>.</param>
public sealed record DriftWarning(string Answer, string Path);
