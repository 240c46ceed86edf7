namespace StoFlow.IntegrationTests.Door;

/// <summary>One endpoint and how it keeps callers out.</summary>
/// <param name="Route">Method and pattern, as mapped.</param>
/// <param name="Scope">The scope it needs; null when it is open.</param>
/// <param name="Path">A request for something of the seller anna; null when the pattern itself will do.</param>
/// <param name="Body">What goes with it.</param>
/// <param name="Others">What a token of the seller bert gets for it: a status, or 200 without a word of anna.</param>
public sealed record EndpointCase(
    string Route, string? Scope, Func<House, string>? Path = null, Func<House, object>? Body = null, int Others = 200)
{
    public string Method => Route.Split(' ')[0];

    public string PathIn(House house) => Path?.Invoke(house) ?? Route.Split(' ')[1];

    public override string ToString() => Route;
}
