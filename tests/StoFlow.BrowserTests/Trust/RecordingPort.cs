using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace StoFlow.BrowserTests.Trust;

/// <summary>A port before the bridge's own: hands everything on, both ways, and writes down what was asked and with which status it was answered.</summary>
internal sealed partial class RecordingPort : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentQueue<int> _answered = new();
    private readonly int _to;
    private readonly Task _accepting;

    public RecordingPort(int to)
    {
        _to = to;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Method and path of every request that came.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The status of every answer.</summary>
    public IReadOnlyCollection<int> Answered => _answered;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true) lines.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task CarryAsync(TcpClient from)
    {
        using var to = new TcpClient();
        using (from)
        {
            try
            {
                await to.ConnectAsync(IPAddress.Loopback, _to, _over.Token);
                await Task.WhenAny(
                    PumpAsync(from, to, text => See(RequestLine(), text, _asked.Enqueue)),
                    PumpAsync(to, from, text => See(StatusLine(), text, status => _answered.Enqueue(int.Parse(status, CultureInfo.InvariantCulture)))));
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // Either side may leave at any time.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Action<string> see)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _over.Token) is > 0 and var count)
            {
                see(Encoding.Latin1.GetString(buffer, 0, count));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _over.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // As above.
        }
    }

    private static void See(Regex pattern, string text, Action<string> note)
    {
        foreach (Match line in pattern.Matches(text)) note(line.Groups["what"].Value);
    }

    [GeneratedRegex(@"(?<what>[A-Z]+ /\S*) HTTP/1\.1\r\n", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"HTTP/1\.1 (?<what>[0-9]{3}) ", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StatusLine();
}
