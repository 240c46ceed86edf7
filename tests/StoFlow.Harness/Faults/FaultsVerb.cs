using System.Security.Cryptography;

namespace StoFlow.Harness.Faults;

/// <summary><c>faults</c>: the proof that nothing is lost and nothing done twice, whatever breaks.</summary>
internal static class FaultsVerb
{
    public static async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        if (arguments.Contains("--help", StringComparer.Ordinal))
        {
            Console.WriteLine(FaultOptions.Usage);
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

        var lines = options.Json ? Console.Error : Console.Out;
        await lines.WriteLineAsync($"seed {options.Seed}");
        try
        {
            var report = await new FaultRun(options, lines).RunAsync(ct);
            await lines.WriteLineAsync(report.ToTable());
            if (options.Json) Console.WriteLine(report.ToJson());
            return report is { Kept: true, Complete: true } ? 0 : 1;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 130;
        }
    }
}
