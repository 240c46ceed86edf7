using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace StoFlow.Harness.Faults.Wire;

/// <summary>One connection of a plugin to its bridge, in the middle of which we sit. It can be cut, frozen and thawed.</summary>
internal sealed partial class WireLink(Socket plugin, Socket bridge, WireProxy proxy)
{
    private const int MostWrites = 1_000;
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private readonly HashSet<string> _writes = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private TaskCompletionSource _flowing = Flowing();
    private volatile bool _welcomed;

    /// <summary>The plugin has said what it holds: commands may come this way.</summary>
    public bool IsReady => _welcomed;

    /// <summary>Nothing comes through now.</summary>
    public bool IsFrozen
    {
        get { lock (_lock) return !_flowing.Task.IsCompleted; }
    }

    /// <summary>Completes when both directions have ended.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start() => Ended = Task.WhenAll(
        Task.Run(() => PumpAsync(plugin, bridge, fromPlugin: true)),
        Task.Run(() => PumpAsync(bridge, plugin, fromPlugin: false)));

    /// <summary>Both sides see a reset, as when the line breaks.</summary>
    public void Cut()
    {
        Abort(plugin);
        Abort(bridge);
        Thaw();
    }

    /// <summary>No byte and no close comes through, either way, until <see cref="Thaw"/>.</summary>
    public void Freeze()
    {
        lock (_lock)
            if (_flowing.Task.IsCompleted) _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>What was held comes through, in order.</summary>
    public void Thaw()
    {
        lock (_lock) _flowing.TrySetResult();
    }

    private async Task PumpAsync(Socket from, Socket to, bool fromPlugin)
    {
        var buffer = new byte[16 * 1024];
        var used = 0;
        var framed = false;
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer.AsMemory(used))) > 0;)
            {
                used += read;
                var taken = 0;
                if (!framed)
                {
                    var end = buffer.AsSpan(0, used).IndexOf(HeadEnd);
                    if (end < 0) continue;
                    taken = end + HeadEnd.Length;
                    await PassAsync(to, buffer.AsMemory(0, taken));
                    framed = true;
                }

                while (WireFrame.Take(buffer.AsSpan(taken, used - taken)) is { } frame)
                {
                    taken += frame.Bytes.Length;
                    await PassAsync(to, frame, fromPlugin);
                }

                buffer.AsSpan(taken, used - taken).CopyTo(buffer);
                used -= taken;
                if (used == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            }

            // A close is a byte too: frozen, it does not come through.
            await Frozen();
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            await Frozen();
            Abort(to);
        }
    }

    private async Task PassAsync(Socket to, WireFrame frame, bool fromPlugin)
    {
        var type = TypeOf(frame);
        Note(frame, type, fromPlugin);
        var trick = Fits(frame, type, fromPlugin) ? proxy.TakeTrick(fromPlugin, type) : null;
        if (trick is not { Lose: true }) await PassAsync(to, frame.Bytes);
        if (trick is { Lose: false }) await PassAsync(to, frame.Bytes);
        trick?.Played();
        if (trick is { Cut: true }) Cut();
    }

    private async Task PassAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        await Frozen();
        while (bytes.Length > 0) bytes = bytes[await to.SendAsync(bytes)..];
    }

    private Task Frozen()
    {
        lock (_lock) return _flowing.Task;
    }

    // Which commands are writes is told by what the bridge sends; a read's result may be lost without harm.
    private void Note(WireFrame frame, string type, bool fromPlugin)
    {
        if (fromPlugin && type == "status") _welcomed = true;
        if (fromPlugin || type != "command" || !WriteMethod().IsMatch(frame.Says)) return;
        lock (_lock)
        {
            if (_writes.Count >= MostWrites) _writes.Clear();
            _writes.Add(IdOf(frame));
        }
    }

    private bool Fits(WireFrame frame, string type, bool fromPlugin)
    {
        if (type.Length == 0) return false;
        if (!fromPlugin && type == "command") return WriteMethod().IsMatch(frame.Says);
        lock (_lock) return type is not "result" || _writes.Contains(IdOf(frame));
    }

    private static string TypeOf(WireFrame frame)
    {
        if (!frame.IsMessage) return "";
        var match = Type().Match(frame.Says);
        return match.Success ? match.Groups["type"].Value : "";
    }

    private static string IdOf(WireFrame frame)
    {
        var match = Id().Match(frame.Says);
        return match.Success ? match.Groups["id"].Value : "";
    }

    private static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The other direction was faster.
        }
    }

    private static TaskCompletionSource Flowing()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.SetResult();
        return source;
    }

    [GeneratedRegex("""^\{"type":"(?<type>[a-z_]+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Type();

    [GeneratedRegex("\"id\":\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Id();

    [GeneratedRegex("\"method\":\"(POST|PUT|PATCH|DELETE)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WriteMethod();
}
