using System.Security.Cryptography;

namespace StoFlow.Harness.Fuzz;

/// <summary><c>fuzz</c>: the proof that nothing a stranger or a back end sends breaks the bridge.</summary>
public static class FuzzVerb
{
    /// <summary>Runs as asked; the exit code: 0 only when nothing broke.</summary>
    /// <param name="arguments">As <c>fuzz --help</c> tells.</param>
    /// <param name="ct">Ends the run.</param>
    /// <param name="output">Where the report goes; stdout when null.</param>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken ct, TextWriter? output = null)
    {
        output ??= Console.Out;
        if (arguments.Contains("--help", StringComparer.Ordinal))
        {
            await output.WriteLineAsync(FuzzOptions.Usage);
            return 0;
        }

        FuzzOptions options;
        try
        {
            options = FuzzOptions.Parse(arguments, RandomNumberGenerator.GetInt32(1_000_000));
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }

        await output.WriteLineAsync($"seed {options.Seed}");
        try
        {
            var report = await new FuzzRun(options).RunAsync(ct);
            await output.WriteLineAsync(report.ToString());
            return report.Held ? 0 : 1;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 130;
        }
    }
}
