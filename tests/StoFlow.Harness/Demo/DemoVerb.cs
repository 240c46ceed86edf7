using System.Text.Json;
using StoFlow.Harness.House;

namespace StoFlow.Harness.Demo;

/// <summary><c>./demo</c>: starts the house, runs the main job, reports, and with <c>--keep</c> stays.</summary>
internal static class DemoVerb
{
    public static async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        if (arguments.Contains("--help", StringComparer.Ordinal))
        {
            Console.WriteLine(DemoOptions.Usage);
            return 0;
        }

        DemoOptions options;
        try
        {
            options = DemoOptions.Parse(arguments);
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }

        var lines = options.Json ? Console.Error : Console.Out;
        var report = new DemoReport(TimeProvider.System, lines);
        try
        {
            await RunAsync(options, report, lines, ct);
            return 0;
        }
        catch (DemoException)
        {
            await lines.WriteLineAsync("The demo failed.");
            if (options.Json) Console.WriteLine(report.ToJson(options, timing: null));
            return 1;
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static async Task RunAsync(DemoOptions options, DemoReport report, TextWriter lines, CancellationToken ct)
    {
        var houseOptions = new HouseOptions { Browser = options.Browser, Items = options.Items };
        await using var house = await SellersHouse.StartAsync(
            houseOptions,
            (name, work) => report.StepAsync(name, async () =>
            {
                await work();
                return "";
            }),
            ct);
        var run = new DemoRun(house, options, report);
        await run.RunAsync(ct);
        await lines.WriteLineAsync("Every effect is confirmed by the sandbox's ledger.");
        if (options.Json) Console.WriteLine(report.ToJson(options, run.Timing));
        if (!options.Keep) return;
        var file = await WriteEnvironmentAsync(house, ct);
        var written = await File.ReadAllTextAsync(file, ct);
        await lines.WriteLineAsync($"Stays up until Ctrl-C; {Path.GetRelativePath(Checkout.Root, file)} says how to reach it.");
        await Task.Delay(Timeout.Infinite, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        // Unless another copy has written its own since: a file of one that has ended names processes that may be anybody's.
        if (File.Exists(file) && await File.ReadAllTextAsync(file, CancellationToken.None) == written) File.Delete(file);
    }

    private static async Task<string> WriteEnvironmentAsync(SellersHouse house, CancellationToken ct)
    {
        var environment = new
        {
            bridge_url = house.Bridge.Url.GetLeftPart(UriPartial.Authority),
            token = house.Bridge.Token,
            seller = house.Options.Seller,
            site = house.Options.Site,
            sandbox_control_url = house.Control.Url.GetLeftPart(UriPartial.Authority),
            browser = house.Options.Browser,
            data_dir = house.Bridge.DataDirectory,
            bridge_pid = house.Bridge.ProcessId,
            browser_pid = house.Seller.Browser.ProcessId,
        };
        var folder = Path.Combine(Checkout.Artifacts, "demo");
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "env.json");
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var stream = new FileStream(file + ".new", create))
            await JsonSerializer.SerializeAsync(stream, environment, cancellationToken: ct);
        File.Move(file + ".new", file, overwrite: true);
        return file;
    }
}
