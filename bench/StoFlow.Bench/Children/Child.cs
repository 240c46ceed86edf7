using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StoFlow.Bench.Reports;

namespace StoFlow.Bench.Children;

/// <summary>A part of a run in a process of its own: this very program with another verb.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly SemaphoreSlim _asking = new(1);

    private Child(Process process) => _process = process;

    public ChildReady Ready { get; private set; } = new();

    public int ProcessId => _process.Id;

    public static Task<Child> StartAsync(CancellationToken ct, params IReadOnlyList<string> arguments) => StartAsync(Environment.ProcessPath!, arguments, ct);

    /// <summary>Starts another build of this program.</summary>
    public static async Task<Child> StartAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var child = new Child(Process.Start(start)!);
        try
        {
            child.Ready = await child.ReadAsync(BenchJson.Default.ChildReady, StartLimit, ct);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>How it stands.</summary>
    /// <param name="collect">It collects its garbage first.</param>
    public async Task<ChildStats> StatsAsync(CancellationToken ct, bool collect = false)
    {
        await _asking.WaitAsync(ct);
        try
        {
            await _process.StandardInput.WriteLineAsync(collect ? ChildLoop.Collect : ChildLoop.Stats);
            await _process.StandardInput.FlushAsync(ct);
            return await ReadAsync(BenchJson.Default.ChildStats, AnswerLimit, ct);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(EndLimit);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
        _asking.Dispose();
    }

    private async Task<T> ReadAsync<T>(JsonTypeInfo<T> type, TimeSpan limit, CancellationToken ct)
    {
        var line = await _process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(limit, ct)
            ?? throw new InvalidOperationException($"The child {_process.Id} ended; what it printed says why.");
        return JsonSerializer.Deserialize(line, type)!;
    }
}
