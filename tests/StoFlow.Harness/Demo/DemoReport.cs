using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Harness.Demo;

/// <summary>One line a step with its time, and the whole as JSON for programs.</summary>
internal sealed class DemoReport(TimeProvider time, TextWriter lines)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    private readonly List<DemoStep> _steps = [];

    public IReadOnlyList<DemoStep> Steps => _steps;

    /// <summary>Runs a step; its work answers what it saw, in a few words.</summary>
    /// <exception cref="DemoException">The step failed; the line is already written.</exception>
    public async Task StepAsync(string name, Func<Task<string>> work)
    {
        var begin = time.GetTimestamp();
        try
        {
            var seen = await work();
            Add(new DemoStep(name, Ok: true, Elapsed(begin), seen));
        }
        catch (Exception failure) when (failure is not DemoException)
        {
            Add(new DemoStep(name, Ok: false, Elapsed(begin), failure.Message));
            throw new DemoException(name, failure);
        }
    }

    public string ToJson(DemoOptions options, DemoTiming? timing) => JsonSerializer.Serialize(
        new { options.Browser, options.Items, success = _steps.TrueForAll(step => step.Ok), steps = _steps, timing }, Json);

    private void Add(DemoStep step)
    {
        _steps.Add(step);
        var seconds = (step.DurationMs / 1000.0).ToString("0.00", CultureInfo.InvariantCulture);
        lines.WriteLine($"{(step.Ok ? "ok    " : "FAILED")} {seconds,7} s  {step.Name,-20} {step.Seen}");
    }

    private long Elapsed(long begin) => (long)time.GetElapsedTime(begin).TotalMilliseconds;
}

internal sealed record DemoStep(string Name, bool Ok, long DurationMs, string Seen);

/// <summary>Medians in milliseconds, from one run: bare is a fetch loop in the page itself.</summary>
internal sealed record DemoTiming(int Count, double CommandMs, double CommandP95Ms, double BareMs, double Ratio)
{
    /// <summary>The same with a page of 20 items, whose bytes cost more than the way.</summary>
    public DemoTiming? Page { get; init; }
}

internal sealed class DemoException(string step, Exception inner) : Exception($"The step '{step}' failed: {inner.Message}", inner);
