using System.Security.Cryptography;

namespace StoFlow.Harness.Faults;

/// <summary><c>faults</c>: the proof that nothing is lost and nothing done twice, whatever breaks.</summary>
public static class FaultsVerb
{
    /// <summary>Runs as asked; the exit code: 0 only when nothing was lost, nothing doubled and all faults happened.</summary>
    /// <param name="arguments">As <c>faults --help</c> tells.</param>
    /// <param name="ct">Ends the run.</param>
    /// <param name="output">Where the report goes; stdout when null.</param>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken ct, TextWriter? output = null)
    {
        output ??= Console.Out;
        if (arguments.Contains("--help", StringComparer.Ordinal))
        {
            await output.WriteLineAsync(FaultOptions.Usage);
            return 0;
        }

        FaultOptions options;
        try
        {
            options = FaultOptions.Parse(arguments, RandomNumberGenerator.GetInt32(1_000_000));
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }

        var lines = options.Json ? Console.Error : output;
        await lines.WriteLineAsync($"seed {options.Seed}");
        try
        {
            var report = await new FaultRun(options, lines).RunAsync(ct);
            await lines.WriteLineAsync(report.ToTable());
            if (options.Json) await output.WriteLineAsync(report.ToJson());
            return report is { Kept: true, Complete: true } ? 0 : 1;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 130;
        }
    }
}
