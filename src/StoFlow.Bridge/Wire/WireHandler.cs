using System.Net;

namespace StoFlow.Bridge.Wire;

/// <summary>What is done with a new connection. It is implemented above this folder, which knows nothing but the protocol.</summary>
internal abstract class WireHandler
{
    /// <summary>Whether one more connection fits.</summary>
    public abstract bool HasRoom { get; }

    /// <summary>Runs the connection from its first message to its end.</summary>
    /// <param name="stopping">The bridge goes down.</param>
    public abstract Task RunAsync(WireConnection connection, IPAddress? remote, CancellationToken stopping);
}
