namespace StoFlow.Protocol;

/// <summary>The actions a back end can ask for. Source: the original guide.</summary>
public static class CommandAction
{
    /// <summary>Is the plugin there? Needs no tab.</summary>
    public const string Ping = "PING";

    /// <summary>Who is signed in on the site.</summary>
    public const string GetUserData = "GET_USER_DATA";

    /// <summary>One HTTP request.</summary>
    public const string Request = "EXECUTE_HTTP_REQUEST";

    /// <summary>Several requests, some at once.</summary>
    public const string Batch = "EXECUTE_BATCH_REQUESTS";

    /// <summary>The short name of <see cref="Batch"/> that the original accepted.</summary>
    public const string BatchAlias = "EXECUTE_BATCH";

    /// <summary>Several requests in order, up to the first failure.</summary>
    public const string Sequential = "EXECUTE_SEQUENTIAL_REQUESTS";

    /// <summary>All of them, without the alias.</summary>
    public static IReadOnlyList<string> All { get; } = [Ping, GetUserData, Request, Batch, Sequential];
}
