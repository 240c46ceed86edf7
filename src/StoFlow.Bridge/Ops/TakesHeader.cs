namespace StoFlow.Bridge.Ops;

/// <summary>The endpoint reads a header by itself; for the API's description.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Description">What goes in.</param>
/// <param name="IsRequired">Without it the call is refused.</param>
internal sealed record TakesHeader(string Name, string Description, bool IsRequired = false)
{
    public int? MaxLength { get; init; }
}
