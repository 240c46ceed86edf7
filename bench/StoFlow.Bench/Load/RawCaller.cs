using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StoFlow.Bench.Load;

/// <summary>A caller that costs next to nothing: prepared bytes on a bare socket, so that the machine is left to what is measured.</summary>
internal sealed class RawCaller : ICaller
{
    private const int KeyLength = 32;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[][] _requests;
    private readonly int _keyAt;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly IPEndPoint _address;
    private bool _connected;

    public RawCaller(Target target)
    {
        _address = new IPEndPoint(IPAddress.Parse(target.Url.Host), target.Url.Port);
        var head = new StringBuilder($"POST {target.Path} HTTP/1.1\r\nHost: {target.Url.Authority}\r\nContent-Type: application/json\r\n");
        if (target.Token is not null) head.Append($"Authorization: Bearer {target.Token}\r\n");
        if (target.Keys) head.Append($"Idempotency-Key: {new string('0', KeyLength)}\r\n");
        _keyAt = target.Keys ? head.Length - KeyLength - 2 : 0;
        _requests = [.. Enumerable.Range(0, target.Lanes).Select(lane => Payload.Of(lane, target.Sites))
            .Select(body => (byte[])[.. Encoding.ASCII.GetBytes($"{head}Content-Length: {body.Length}\r\n\r\n"), .. body])];
    }

    /// <inheritdoc/>
    public async ValueTask<int> CallAsync(int lane, CancellationToken ct)
    {
        if (!_connected)
        {
            await _socket.ConnectAsync(_address, ct);
            _connected = true;
        }

        var request = _requests[lane];
        if (_keyAt > 0) Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N"), request.AsSpan(_keyAt));
        await _socket.SendAsync(request.AsMemory(), SocketFlags.None, ct);
        for (var length = 0; ;)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length), SocketFlags.None, ct);
            if (read == 0) throw new IOException("The server closed a caller's connection.");
            length += read;
            if (HttpAnswer.TryRead(_buffer.AsSpan(0, length), out var status)) return status;
        }
    }

    public void Dispose() => _socket.Dispose();
}
