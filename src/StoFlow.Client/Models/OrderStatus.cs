namespace StoFlow.Client;

/// <summary>Which orders.</summary>
public enum OrderStatus
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Under way.</summary>
    InProgress,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Called off.</summary>
    Canceled,
}
