using StoFlow.Harness.House;

namespace StoFlow.Harness.Demo;

/// <summary>Asks the sandbox's ledger what really happened since the last question.</summary>
internal sealed class LedgerCheck(SandboxControl control)
{
    private long _seen;

    /// <summary>Starts counting here.</summary>
    public async Task BeginAsync(CancellationToken ct) => _seen = await control.LedgerEndAsync(ct);

    /// <summary>The one entry with this effect since <see cref="BeginAsync"/>; nothing else may have been done or refused.</summary>
    /// <exception cref="InvalidOperationException">It is missing, doubled, in other company, or the site answered it with an error.</exception>
    public async Task<LedgerLine> OnlyAsync(string effect, CancellationToken ct)
    {
        var lines = await control.LedgerAsync(_seen, ct);
        if (lines is [var line] && line.Effect == effect)
            return line.Status is >= 200 and < 300
                ? line
                : throw new InvalidOperationException($"the site did '{effect}' but answered {line.Status}");
        throw new InvalidOperationException($"the ledger should show one '{effect}' and shows {Describe(lines)}");
    }

    /// <summary>How the ledger's entries read.</summary>
    public async Task<string> DescribeAsync(CancellationToken ct) => Describe(await control.LedgerAsync(_seen, ct));

    private static string Describe(IReadOnlyList<LedgerLine> lines) =>
        lines.Count == 0 ? "nothing" : string.Join(", ", lines.Select(line => $"{line.Method} {line.Path} {line.Status} {line.Effect}"));
}
