using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace StoFlow.Bridge.Commands;

/// <summary>Makes command ids: UUIDs of version 7 in hex, each greater than the one before, also within a millisecond, and not guessable.</summary>
internal sealed class CommandIds
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    // Milliseconds, then 12 bits that count within one; a burst runs into the next millisecond rather than out of order.
    private long _last;

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsOne(string text) => text.Length == 32 && !text.AsSpan().ContainsAnyExcept(Hex);

    /// <summary>Those to come are greater than this one, made before a restart, wherever the clock stands since.</summary>
    public void GoOnAfter(string id)
    {
        if (IsOne(id)) _last = Math.Max(_last, Convert.ToInt64(string.Concat(id.AsSpan(0, 12), id.AsSpan(13, 3)), 16));
    }

    /// <summary>The next id.</summary>
    public string Next(DateTimeOffset now)
    {
        var due = now.ToUnixTimeMilliseconds() << 12;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(due, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        random[0] = (byte)((random[0] & 0x3F) | 0x80);
        return string.Create(CultureInfo.InvariantCulture, $"{next >> 12:x12}7{next & 0xFFF:x3}{Convert.ToHexStringLower(random)}");
    }
}
