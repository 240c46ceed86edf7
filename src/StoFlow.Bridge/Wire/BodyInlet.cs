using System.Security.Cryptography;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Wire;

/// <summary>
/// Plugin to bridge (<c>docs/protocol.md</c> §8): results too big for a message are spooled to files, chunk by chunk. It belongs to a
/// browser, not to its connection, so a transfer goes on where it stopped. One call at a time: a connection and the one that replaces it may both still be read.
/// </summary>
internal sealed class BodyInlet(string folder, long maxBytes) : IDisposable
{
    private const int AtOnce = 8;
    private const int MaxRefs = 8 * AtOnce;
    private const string CannotStore = "The bridge cannot store the body: its disk is full or gone.";

    private readonly Dictionary<string, Transfer> _byBody = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Transfer> _byRef = [];
    private readonly SemaphoreSlim _turn = new(1);
    private bool _over;

    /// <summary>Refs that a chunk may name.</summary>
    internal int Refs => _byRef.Count;

    /// <summary>A new connection counts its refs anew.</summary>
    public Task ForgetRefsAsync(CancellationToken ct) => InTurnAsync(
        () =>
        {
            _byRef.Clear();
            return ValueTask.FromResult(true);
        },
        ct);

    /// <summary>The answer to an offer: how much is here, or why it is not taken.</summary>
    /// <param name="awaits">Whether a command of this id still runs in this browser: the bodies of others make room first.</param>
    /// <param name="ct">Gives up.</param>
    public Task<WireMessage> OfferAsync(BodyPut put, Func<string, bool> awaits, CancellationToken ct) =>
        InTurnAsync(() => ValueTask.FromResult(Offer(put, awaits)), ct);

    /// <summary>Takes one chunk; the answer and the body that it completed, if it did, or what is wrong with the frame.</summary>
    public Task<(WireMessage? Answer, string? Whole, string? Fault)> TakeAsync(ReadOnlyMemory<byte> frame, CancellationToken ct) =>
        InTurnAsync(() => TakeInTurnAsync(frame, ct), ct);

    /// <summary>The whole body, once it is here and is the one that is meant; it is forgotten with that.</summary>
    public Task<byte[]?> CollectAsync(BodyRef body, CancellationToken ct) => InTurnAsync(() => CollectInTurnAsync(body, ct), ct);

    /// <summary>Drops what nobody waits for and of which nothing came since the last sweep: what broke off and is never offered again would lie on the disk for good.</summary>
    public Task SweepAsync(Func<string, bool> awaits, CancellationToken ct) => InTurnAsync(
        () =>
        {
            foreach (var (bodyId, transfer) in _byBody.ToList())
                if (!transfer.MarkStill() && !awaits(bodyId)) Drop(bodyId);
            return ValueTask.FromResult(true);
        },
        ct);

    /// <inheritdoc/>
    public void Dispose() => _ = InTurnAsync(
        () =>
        {
            _over = true;
            foreach (var bodyId in _byBody.Keys.ToList()) Drop(bodyId);
            return ValueTask.FromResult(true);
        },
        CancellationToken.None);

    private async Task<T> InTurnAsync<T>(Func<ValueTask<T>> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private WireMessage Offer(BodyPut put, Func<string, bool> awaits)
    {
        if (_over) return new BodyGone(put.Ref, "This pairing was ended.");
        if (put.Ref is < 0 or > ChunkFrame.MaxRef) return new BodyGone(put.Ref, $"A ref is 0 to {ChunkFrame.MaxRef}.");
        if (put.Size < 1 || put.Size > maxBytes) return new BodyGone(put.Ref, $"The bridge takes results of 1 to {maxBytes} bytes.");
        if (_byBody.TryGetValue(put.BodyId, out var known) && !known.Fits(put))
        {
            Drop(put.BodyId);
            known = null;
        }

        if (known is null)
        {
            if (_byBody.Count >= AtOnce && _byBody.Keys.FirstOrDefault(id => !awaits(id)) is { } stale) Drop(stale);
            if (_byBody.Count >= AtOnce) return new BodyGone(put.Ref, $"The bridge takes {AtOnce} bodies of a browser at once.");
            if (!HasFolder()) return new BodyGone(put.Ref, CannotStore);
            known = new Transfer(put, Path.Combine(folder, $"{Guid.NewGuid():N}.part"));
            _byBody.Add(put.BodyId, known);
        }

        // Refs that nobody uses would pile up where a body is offered again and again.
        if (_byRef.Count >= MaxRefs)
            foreach (var (reference, _) in _byRef.Where(pair => pair.Value == known).ToList()) _byRef.Remove(reference);
        _byRef[put.Ref] = known;
        known.Moves();
        return new BodyOk(put.Ref, known.Received);
    }

    private async ValueTask<(WireMessage? Answer, string? Whole, string? Fault)> TakeInTurnAsync(ReadOnlyMemory<byte> frame, CancellationToken ct)
    {
        if (!ChunkFrame.TryOpen(frame, out var reference, out var chunk, out var error)) return (null, null, error);
        if (!_byRef.TryGetValue(reference, out var transfer)) return (null, null, $"A chunk for ref {reference}, which was never offered.");
        if (chunk.Length > ChunkFrame.ChunkBytes || transfer.Received + chunk.Length > transfer.Put.Size)
            return (null, null, "A chunk that is longer than agreed.");
        try
        {
            await transfer.AppendAsync(chunk, ct);
            if (transfer.Received < transfer.Put.Size) return (new BodyOk(reference, transfer.Received), null, null);
            if (await transfer.IsGenuineAsync(ct)) return (new BodyOk(reference, transfer.Received), transfer.Put.BodyId, null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The connection is needed for all that is small: it must not end over this, again and again for as long as the disk is full.
            Drop(transfer.Put.BodyId);
            return (new BodyGone(reference, CannotStore), null, null);
        }

        Drop(transfer.Put.BodyId);
        return (new BodyGone(reference, "The body does not match its SHA-256; offer it again."), null, null);
    }

    private async ValueTask<byte[]?> CollectInTurnAsync(BodyRef body, CancellationToken ct)
    {
        if (!_byBody.TryGetValue(body.BodyId, out var transfer) || !transfer.IsWhole(body)) return null;
        var bytes = await File.ReadAllBytesAsync(transfer.Path, ct);
        Drop(body.BodyId);
        return bytes;
    }

    private bool HasFolder()
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Drop(string bodyId)
    {
        if (!_byBody.Remove(bodyId, out var transfer)) return;
        foreach (var reference in _byRef.Where(pair => pair.Value == transfer).Select(pair => pair.Key).ToList()) _byRef.Remove(reference);
        if (File.Exists(transfer.Path)) File.Delete(transfer.Path);
    }

    private sealed class Transfer(BodyPut put, string path)
    {
        private bool _genuine;
        private bool _still;

        public BodyPut Put => put;

        public string Path => path;

        public long Received { get; private set; }

        public bool Fits(BodyPut other) => other.Size == put.Size && other.Sha256 == put.Sha256;

        public void Moves() => _still = false;

        /// <summary>From here on it stands still; false when it did so already.</summary>
        public bool MarkStill() => !_still && (_still = true);

        public bool IsWhole(BodyRef body) => _genuine && body.Size == put.Size && body.Sha256 == put.Sha256;

        public async ValueTask AppendAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
        {
            using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, FileOptions.Asynchronous);
            await RandomAccess.WriteAsync(file, chunk, Received, ct);
            Received += chunk.Length;
            Moves();
        }

        public async ValueTask<bool> IsGenuineAsync(CancellationToken ct)
        {
            await using var file = File.OpenRead(path);
            _genuine = string.Equals(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)), put.Sha256, StringComparison.OrdinalIgnoreCase);
            return _genuine;
        }
    }
}
