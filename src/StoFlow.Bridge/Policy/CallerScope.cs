namespace StoFlow.Bridge.Policy;

/// <summary>What a token may do; each scope holds the ones before it.</summary>
public static class CallerScope
{
    /// <summary>Look, and run commands that change nothing.</summary>
    public const string Read = "read";

    /// <summary>Also run commands that change something.</summary>
    public const string Write = "write";

    /// <summary>Also sellers, browsers, tokens, pairings.</summary>
    public const string Admin = "admin";

    /// <summary>Whether <paramref name="scope"/> is one of the three.</summary>
    public static bool IsKnown(string scope) => Rank(scope) > 0;

    /// <summary>Whether <paramref name="scope"/> holds <paramref name="needed"/>. An unknown scope holds nothing.</summary>
    public static bool Holds(string scope, string needed) => Rank(needed) is > 0 and var due && Rank(scope) >= due;

    private static int Rank(string scope) => scope switch
    {
        Read => 1,
        Write => 2,
        Admin => 3,
        _ => 0,
    };
}
