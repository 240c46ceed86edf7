using System.Globalization;
using StoFlow.Client;
using StoFlow.Harness.House;

namespace StoFlow.Harness.Demo;

/// <summary>Commands in a row beside a bare fetch loop in the page, in turns within one run, so that the machine's mood meets both.</summary>
internal static class DemoTimer
{
    private const int PerRound = 25;

    /// <param name="house">Whose tab fetches, too.</param>
    /// <param name="client">Sends the commands.</param>
    /// <param name="url">What both read.</param>
    /// <param name="count">How many of each are timed.</param>
    /// <param name="warmUp">How many before that: programs that have just started run unoptimized code.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<DemoTiming> RunAsync(SellersHouse house, VintedProxyClient client, string url, int count, int warmUp, CancellationToken ct)
    {
        // The tab that the plugin uses, too.
        var page = await house.Seller.Browser.WaitForPageAsync($"https://{house.Options.Site}/", TimeSpan.FromSeconds(10), ct);
        await RoundAsync(warmUp, [], []);
        List<double> commands = [], bare = [];
        while (commands.Count < count) await RoundAsync(Math.Min(PerRound, count - commands.Count), commands, bare);

        var (command, plain) = (Quantile(commands, 0.5), Quantile(bare, 0.5));
        return new DemoTiming(commands.Count, command, Quantile(commands, 0.95), plain, Math.Round(command / plain, 2));

        async Task RoundAsync(int share, List<double> timedCommands, List<double> timedBare)
        {
            timedBare.AddRange(await page.EvaluateAsync<double[]>(FetchLoop(url, share), ct));
            for (var i = 0; i < share; i++)
            {
                var begin = TimeProvider.System.GetTimestamp();
                var answer = await client.ExecuteRequestAsync(url, cancellationToken: ct);
                if (!answer.Success) throw new InvalidOperationException($"the site answered {answer.Status} {answer.Error}");
                timedCommands.Add(TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds);
            }
        }
    }

    private static string FetchLoop(string url, int count) => string.Create(CultureInfo.InvariantCulture, $$"""
        (async () => {
          const times = [];
          for (let i = 0; i < {{count}}; i++) {
            const begin = performance.now();
            const answer = await fetch('{{url}}', { credentials: 'include', headers: { accept: 'application/json' } });
            await answer.json();
            times.push(performance.now() - begin);
          }
          return times;
        })()
        """);

    private static double Quantile(List<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return Math.Round(sorted[(int)((sorted.Length - 1) * share)], 2);
    }
}
