namespace StoFlow.Client;

/// <summary>One field that is wrong.</summary>
/// <param name="Field">Its name as in the site's JSON, such as <c>price</c> or <c>photos[2]</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record FieldMistake(string Field, string Message);
