namespace StoFlow.Harness.House;

/// <summary>Everything that the programs of a house print, kept in a file to be searched for what must not be there. Thread-safe.</summary>
public sealed class PrintedLines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _writer;
    private readonly string _file;
    private bool _closed;

    /// <summary>Starts with an empty file.</summary>
    public PrintedLines(string file) => (_file, _writer) = (file, new StreamWriter(file) { AutoFlush = true });

    /// <summary>Keeps a line.</summary>
    /// <param name="program">Who printed it.</param>
    /// <param name="line">Null, a pipe's end, is nothing.</param>
    public void Add(string program, string? line)
    {
        lock (_lock)
            if (line is not null && !_closed) _writer.WriteLine($"{program}: {line}");
    }

    /// <summary>The lines so far.</summary>
    public IEnumerable<string> Read()
    {
        using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>Which secret was printed by whom, without the secret itself; empty when none was.</summary>
    /// <param name="secrets">What must not be there, by a name for the report.</param>
    public IReadOnlyList<string> Leaks(IReadOnlyDictionary<string, string> secrets) =>
    [
        .. Read()
            .SelectMany(line => secrets.Where(secret => line.Contains(secret.Value, StringComparison.OrdinalIgnoreCase))
                .Select(secret => $"{secret.Key} in: {line.Replace(secret.Value, $"({secret.Key})", StringComparison.OrdinalIgnoreCase)}"))
            .Distinct(StringComparer.Ordinal).Take(20),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _writer.Dispose();
        }
    }
}
