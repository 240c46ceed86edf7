using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Commands;

/// <summary>How many commands that have not ended the bridge holds, and how many bytes they ask with; both are in memory until they end.</summary>
internal sealed class CommandRoom(LimitOptions limits)
{
    private readonly FairShare _commands = new(limits.LiveCommands);
    private readonly FairShare _bytes = new(limits.LiveBytes);

    /// <summary>Commands that have not ended.</summary>
    public int Commands => (int)_commands.All;

    /// <summary>About what requests take in memory, in bytes.</summary>
    public static long Weight(IReadOnlyList<SiteRequest>? requests)
    {
        long bytes = 1_024;
        foreach (var request in requests ?? [])
        {
            bytes += 512 + request.Url.Length;
            if (request.Body is { } body) bytes += body.GetRawTextLength();
            if (request.Headers is not { } headers) continue;
            foreach (var (name, value) in headers) bytes += name.Length + value.Length;
        }

        return bytes;
    }

    /// <summary>Why there is no room for one more; null when there is.</summary>
    public string? WhyNot(string seller, long bytes)
    {
        var (count, size) = (_commands.Ask(seller, 1), _bytes.Ask(seller, bytes));
        if (count == ShareAnswer.Full) return $"The bridge holds {limits.LiveCommands} commands that have not ended";
        if (size == ShareAnswer.Full) return $"The commands that have not ended ask with {limits.LiveBytes} bytes";
        return count == ShareAnswer.TooMuch || size == ShareAnswer.TooMuch
            ? "The bridge holds commands of this seller that have not ended, beside what is kept for others"
            : null;
    }

    /// <summary>One was accepted.</summary>
    public void Take(string seller, long bytes)
    {
        _commands.Take(seller, 1);
        _bytes.Take(seller, bytes);
    }

    /// <summary>One ended.</summary>
    public void Give(string seller, long bytes)
    {
        _commands.Give(seller, 1);
        _bytes.Give(seller, bytes);
    }
}
