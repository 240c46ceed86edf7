namespace StoFlow.Harness.Faults.Callers;

/// <summary>How a caller sends a write.</summary>
internal enum Manner
{
    /// <summary><c>POST /api/plugin/execute</c>, waiting on the line.</summary>
    Execute,

    /// <summary><c>POST /api/commands</c>, then asking for its state.</summary>
    Queue,

    /// <summary>As <see cref="Queue"/>, but it changes its mind at once and asks to cancel.</summary>
    Withdraw,

    /// <summary>The client's typed operation.</summary>
    Typed,
}
