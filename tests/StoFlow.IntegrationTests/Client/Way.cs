namespace StoFlow.IntegrationTests.Client;

/// <summary>How the client reaches the sandbox.</summary>
public enum Way
{
    /// <summary>Through a stand-in that forwards each request: tells the client's faults from the bridge's.</summary>
    Direct,

    /// <summary>Through the real bridge and a fake plugin.</summary>
    Bridge,
}
