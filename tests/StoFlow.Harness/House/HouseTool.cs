using System.Diagnostics;

namespace StoFlow.Harness.House;

/// <summary>The built <c>stoflow</c> tool, run as a person runs it.</summary>
public static class HouseTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs it to its end; what it printed is in <see cref="ToolResult.Output"/> and, line by line, with the house.</summary>
    /// <param name="house">Whose bridge; its admin token goes by the environment.</param>
    /// <param name="arguments">Verb and options.</param>
    /// <param name="ct">Ends the wait, and the tool.</param>
    public static async Task<ToolResult> RunAsync(SellersHouse house, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Checkout.Tool, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["STOFLOW_URL"] = house.Bridge.Url.ToString();
        start.Environment["STOFLOW_TOKEN"] = house.Bridge.Token;
        using var process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Limit);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            var peak = 0L;
            while (!process.HasExited)
            {
                peak = Math.Max(peak, PeakOf(process));
                await Task.Delay(10, deadline.Token);
            }

            foreach (var line in $"{await output}\n{await errors}".Split('\n')) house.Printed.Add("tool", line);
            return new ToolResult(process.ExitCode, await output, await errors, peak);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // ended between the question and the answer
        }
    }
}

/// <summary>How a run of the tool ended.</summary>
/// <param name="PeakBytes">The most memory it had, in bytes.</param>
public sealed record ToolResult(int ExitCode, string Output, string Errors, long PeakBytes);
