using System.Globalization;
using System.Net.NetworkInformation;
using StoFlow.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Doctor;

/// <summary>Is a bridge there, is it this version's, does its store answer, who can reach it?</summary>
internal static class BridgeChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Check>> RunAsync(Uri bridge, TimeProvider clock, CancellationToken cancel)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !bridge.IsLoopback })
        {
            BaseAddress = bridge,
            Timeout = Patience,
        };
        var checks = new List<Check>();
        if (await HealthAsync(http, clock, checks, cancel)) checks.Add(await StoreAsync(http, cancel));
        checks.Add(Reach(bridge));
        return checks;
    }

    private static async Task<bool> HealthAsync(HttpClient http, TimeProvider clock, List<Check> checks, CancellationToken cancel)
    {
        const string name = "bridge";
        try
        {
            using var answer = await http.GetAsync("api/health", cancel);
            var health = System.Text.Json.JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancel), ProtocolJson.Relaxed.BridgeHealth);
            if (!answer.IsSuccessStatusCode || health is not { Status: "ok" })
            {
                checks.Add(Check.Fail(name, $"{http.BaseAddress} answers {(int)answer.StatusCode}, not as a bridge.", "Check --bridge; look at the bridge's log."));
                return false;
            }

            checks.Add(Version(health));
            if (answer.Headers.Date is { } theirs) checks.Add(Clock(theirs, clock.GetUtcNow()));
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            checks.Add(Check.Fail(name, $"Something else answers at {http.BaseAddress}.", "Check --bridge, or start the bridge on another port: stoflow serve --url http://127.0.0.1:8010"));
        }
        catch (HttpRequestException closed) when (closed.HttpRequestError is HttpRequestError.SecureConnectionError)
        {
            checks.Add(Check.Fail(
                name, $"No TLS connection to {http.BaseAddress}: {(closed.InnerException ?? closed).Message}",
                "Trust its certificate (SSL_CERT_FILE=cert.pem), name the bridge as the certificate does, or write http where it speaks no TLS."));
        }
        catch (Exception silent) when (silent is HttpRequestException || (silent is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            checks.Add(Check.Fail(name, $"Nothing answers at {http.BaseAddress}.", "Start it: stoflow serve. Another address: --bridge or STOFLOW_URL."));
        }

        return false;
    }

    private static Check Version(BridgeHealth health) => string.Equals(health.Version, ToolVersion.Text, StringComparison.Ordinal)
        ? Check.Ok("bridge", $"{health.Service} {health.Version} answers.")
        : Check.Warn("bridge", $"The bridge is {health.Version}, this tool is {ToolVersion.Text}.", "Bring both to the same version.");

    private static Check Clock(DateTimeOffset theirs, DateTimeOffset ours)
    {
        var apart = (theirs - ours).Duration();
        return apart <= ClockSlack
            ? Check.Ok("clock", "The bridge's clock and this machine's agree.")
            : Check.Warn("clock", $"The clocks are {apart.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s apart.", "Set both by a time server; expiry times depend on it.");
    }

    private static async Task<Check> StoreAsync(HttpClient http, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync("api/health/ready", cancel);
            if (answer.IsSuccessStatusCode) return Check.Ok("store", "The store answers.");
        }
        catch (Exception silent) when (silent is HttpRequestException || (silent is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // Said below: the bridge was there a moment ago.
        }

        return Check.Fail("store", "The bridge's store does not answer; writes are refused.", "Look for a full or read-only disk, and at the bridge's log.");
    }

    private static Check Reach(Uri bridge)
    {
        const string name = "reach";
        if (!bridge.IsLoopback)
            return bridge.Scheme is "https"
                ? Check.Warn(name, $"{bridge.Host} is another machine's name: the bridge can be reached from outside.", "Right if you meant it; else stoflow serve without --url.")
                : Check.Fail(name, $"The way to {bridge.Host} is not encrypted: tokens travel in clear text.", "Use https.");
        try
        {
            var wide = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
                .Any(listener => listener.Port == bridge.Port && !System.Net.IPAddress.IsLoopback(listener.Address));
            return wide
                ? Check.Warn(name, $"Port {bridge.Port} also listens on other addresses than loopback.", "Right if you meant it (with TLS); else stoflow serve without --url.")
                : Check.Ok(name, "It listens on this machine's own addresses only.");
        }
        catch (Exception unknown) when (unknown is NetworkInformationException or PlatformNotSupportedException)
        {
            return Check.Warn(name, "This system does not say who listens where.", "Check that only loopback is listened on.");
        }
    }
}
