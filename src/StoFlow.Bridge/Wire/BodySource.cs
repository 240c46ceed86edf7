using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Wire;

/// <summary>Bytes that the plugin may pull: a file on disk, or bytes in memory.</summary>
/// <param name="Path">The file; null for <paramref name="Bytes"/>.</param>
internal sealed record BodySource(BodyRef Body, string? Path, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Fills <paramref name="target"/> from <paramref name="offset"/>; the number of bytes read, fewer only at the end.</summary>
    /// <exception cref="IOException">The file is gone or unreadable.</exception>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> target, CancellationToken ct)
    {
        if (Path is null)
        {
            var part = Bytes[(int)offset..Math.Min(Bytes.Length, (int)offset + target.Length)];
            part.CopyTo(target);
            return part.Length;
        }

        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.Asynchronous);
        var total = 0;
        while (total < target.Length)
        {
            var read = await RandomAccess.ReadAsync(file, target[total..], offset + total, ct);
            if (read == 0) break;
            total += read;
        }

        return total;
    }
}
