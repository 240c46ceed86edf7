using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using StoFlow.Harness.House;

namespace StoFlow.Harness.Faults;

/// <summary>Arranges faults of the site, one of a kind at a time, and tells whether each met a request.</summary>
internal sealed class SiteFaults(SandboxControl control) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = control.Url };
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Arranges a fault and waits until a request has met it; false, and the fault taken back, when none did in time.</summary>
    public async Task<bool> HitAsync(string kind, object fault, TimeSpan patience, CancellationToken ct)
    {
        // The sandbox can only take all faults back, so two that wait at the same time would be in each other's way.
        await _turn.WaitAsync(ct);
        try
        {
            await control.PostAsync("control/faults", fault, ct);
            var watch = Stopwatch.StartNew();
            while (await IsWaitingAsync(kind, ct))
            {
                if (watch.Elapsed > patience)
                {
                    await control.PostAsync("control/faults", new { kind = "clear" }, ct);
                    return false;
                }

                await Task.Delay(20, ct);
            }

            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turn.Dispose();
    }

    private async Task<bool> IsWaitingAsync(string kind, CancellationToken ct)
    {
        var waiting = await _http.GetFromJsonAsync<JsonElement>("control/faults", ct);
        return waiting.EnumerateArray().Any(fault => fault.GetProperty("kind").ValueEquals(kind));
    }
}
