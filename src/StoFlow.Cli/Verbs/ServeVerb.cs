using System.CommandLine;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using StoFlow.Bridge;
using StoFlow.Bridge.Ops;
using StoFlow.Cli.Files;
using StoFlow.Cli.Json;
using StoFlow.Cli.Serving;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs;

internal sealed class ServeVerb : Verb
{
    private readonly Option<string[]> _urls;
    private readonly Option<string?> _name;
    private readonly Option<string?> _pace;
    private readonly Option<string?> _config;
    private readonly Option<string[]> _settings;
    private readonly Option<string?> _readyFile;

    public ServeVerb(ToolHost host)
        : base(
            host,
            "serve",
            "Runs the bridge until Ctrl-C (exit code 130) or SIGTERM (exit code 0). The log goes to stderr.",
            "stoflow serve",
            "stoflow serve --url http://127.0.0.1:8010 --data ./bridge-data",
            "stoflow serve --url http://127.0.0.1:0 --pace off --ready-file ready.json",
            "stoflow serve --config stoflow.json --setting limits.queue_per_lane=500")
    {
        _urls = Option<string[]>("--url", "Where to listen; may be repeated. Port 0 takes a free one. Otherwise http://127.0.0.1:8000.", "url");
        _name = Option<string?>("--name", "What plugins show the seller as the bridge's name.", "name");
        _pace = Option<string?>("--pace", "gentle (for real shops) or off (for the sandbox). Otherwise STOFLOW_PACE, else gentle.", "pace");
        _config = PathOption<string?>("--config", "The settings file. Otherwise stoflow.json where the tool is started, if it is there.");
        _settings = Option<string[]>("--setting", "Any other setting as name=value, such as allow_remote=true; may be repeated. docs/operations.md lists them.", "name=value");
        _readyFile = PathOption<string?>("--ready-file", "Writes address and token file as JSON when the bridge serves; takes it away at the end.");
        _pace.AcceptOnlyFromAmong("gentle", "off");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var options = ServeSettings.Load(call, call.Value(_config), call.Value(_settings)!, Flags(call));
        foreach (var name in ServeSettings.UnknownVariables(call.Host)) call.Screen.Note($"{name} is the variable of no setting and changes nothing; docs/operations.md lists them.");
        await using var bridge = await StartAsync(options, call, cancel);
        var ready = new Ready(
            bridge.Url.ToString().TrimEnd('/'), ToolVersion.Text, Path.GetFullPath(options.DataDirectory), bridge.AdminTokenFile, Environment.ProcessId);
        var file = call.Value(_readyFile);
        try
        {
            await AnnounceAsync(call, ready, file, cancel);
            return await HoldAsync(call, bridge, cancel);
        }
        finally
        {
            if (file is not null && !WayOut.Is(file)) File.Delete(file);
        }
    }

    private IEnumerable<KeyValuePair<string, SettingValue>> Flags(Call call)
    {
        if (call.Value(_urls) is { Length: > 0 } urls) yield return new("urls", new SettingValue(string.Join(',', urls), "--url"));
        if (call.Value(_name) is { } name) yield return new("name", new SettingValue(name, "--name"));
        if (call.Value(_pace) is { } pace) yield return new("pace", new SettingValue(pace, "--pace"));
        if (call.DataFolderTold is { } data) yield return new("data_directory", new SettingValue(data, "--data"));
    }

    private static async Task<BridgeHost> StartAsync(BridgeOptions options, Call call, CancellationToken cancel)
    {
        try
        {
            return await BridgeHost.StartAsync(options, call.Host.Time, ServeLog.Configure, cancel);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new ToolException(
                $"{string.Join(", ", options.Urls)} is taken: a bridge may run already (stoflow doctor tells). Choose another port: stoflow serve --url http://127.0.0.1:8010 (0 takes a free one).");
        }
        catch (SocketException refused)
        {
            throw new ToolException(
                $"{string.Join(", ", options.Urls)} cannot be listened on: {refused.Message}. The address must be one of this machine's; ports below 1024 are root's. Choose another with --url.");
        }
        catch (OptionsValidationException wrong)
        {
            throw new UsageException(string.Join(Environment.NewLine, wrong.Failures));
        }
    }

    private static async Task AnnounceAsync(Call call, Ready ready, string? file, CancellationToken cancel)
    {
        if (file is not null) await TellAsync(ready, file, cancel);

        // Programs wait for this very line: its form is fixed.
        call.Screen.Line($"StoFlow bridge {ready.Version} listening on {ready.BridgeUrl} (data: {ready.DataDir})");
        call.Screen.Line($"  admin token  {ready.AdminTokenFile}");
        call.Screen.Line($"  page         {ready.BridgeUrl}/");
        call.Screen.Line("  next         stoflow pair --seller NAME, then type the code in the plugin of the seller's browser");
        call.Screen.Json(ready, CliJson.Relaxed.Ready);
        await call.Host.Out.FlushAsync(CancellationToken.None);
    }

    private static async Task TellAsync(Ready ready, string file, CancellationToken cancel)
    {
        try
        {
            await using var atomic = await AtomicFile.BeginAsync(file, cancel);
            await JsonSerializer.SerializeAsync(atomic.Stream, ready, CliJson.Relaxed.Ready, CancellationToken.None);
            atomic.Commit();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Asked to stop at a pipe that nobody reads: a stop like any other, and what follows ends by it.
        }
    }

    private static async Task<int> HoldAsync(Call call, BridgeHost bridge, CancellationToken cancel)
    {
        var ended = bridge.WaitForShutdownAsync(CancellationToken.None);
        var signal = call.UntilStoppedAsync(cancel);
        if (await Task.WhenAny(ended, signal) == signal || cancel.IsCancellationRequested) return await signal;
        throw new ToolException("The bridge stopped by itself; its log says why.");
    }
}
