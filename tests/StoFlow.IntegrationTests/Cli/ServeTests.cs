using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Cli;

public sealed partial class ServeTests : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("stoflow-serve-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("TERM", 0)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 130)]
    public async Task It_says_where_it_listens_and_stops_at_a_signal(string signal, int exitCode)
    {
        await using var serve = Start("--ready-file", "ready.json");
        var ready = Path.Combine(_folder, "ready.json");
        await Eventually.TrueAsync(() => File.Exists(ready) && serve.Out.Contains("next", StringComparison.Ordinal), "serve is ready");

        var line = Stable().Match(serve.Out.Split('\n')[0]);
        Assert.True(line.Success, serve.Out);
        Assert.Equal(Path.Combine(_folder, "data"), line.Groups["data"].Value);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(ready, Cancel));
        var url = json.RootElement.GetProperty("bridge_url").GetString()!;
        Assert.Equal(line.Groups["url"].Value, url);
        Assert.Equal(serve.Id, json.RootElement.GetProperty("pid").GetInt32());
        using var http = new HttpClient();
        Assert.Equal("ok", (await http.GetFromJsonAsync<JsonElement>($"{url}/api/health", Cancel)).GetProperty("status").GetString());

        await serve.SignalAsync(signal, Cancel);

        Assert.Equal(exitCode, await serve.EndAsync(Cancel));
        Assert.False(File.Exists(ready));
    }

    [Fact]
    public async Task Who_waits_at_a_pipe_is_told_and_the_pipe_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes are elsewhere there.");
        var pipe = Path.Combine(_folder, "ready");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe])) await made.WaitForExitAsync(Cancel);
        await using var serve = Start("--ready-file", "ready");

        using var json = JsonDocument.Parse(await Task.Run(() => File.ReadAllText(pipe), Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel));
        Assert.Equal(serve.Id, json.RootElement.GetProperty("pid").GetInt32());
        await Eventually.TrueAsync(() => serve.Out.Contains("next", StringComparison.Ordinal), "serve is ready");
        await serve.SignalAsync("TERM", Cancel);

        Assert.Equal(0, await serve.EndAsync(Cancel));
        Assert.True(File.Exists(pipe));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_way_out()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        await using var serve = ToolProcess.Start(_folder, Nothing, "serve", "--url", $"http://127.0.0.1:{port}", "--data", "data");

        Assert.Equal(1, await serve.EndAsync(Cancel));
        Assert.Contains("--url", serve.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", serve.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("FATAL", serve.Error, StringComparison.Ordinal);
        Assert.Equal("", serve.Out);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named_with_the_way_out()
    {
        // TEST-NET-1: nobody's.
        await using var serve = ToolProcess.Start(
            _folder, Nothing, "serve", "--url", "http://192.0.2.1:8000", "--data", "data", "--setting", "allow_remote=true", "--setting", "known_proxies=192.0.2.2");

        Assert.Equal(1, await serve.EndAsync(Cancel));
        Assert.Contains("http://192.0.2.1:8000 cannot be listened on", serve.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("The tool itself failed", serve.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_a_mistake_of_usage()
    {
        await using var serve = ToolProcess.Start(
            _folder, Nothing, "serve", "--url", "https://127.0.0.1:0", "--data", "data", "--setting", "certificate_file=none.pem");

        Assert.Equal(2, await serve.EndAsync(Cancel));
        Assert.StartsWith("certificate_file: 'none.pem' cannot be used", serve.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_a_mistake_of_usage()
    {
        await using var serve = ToolProcess.Start(
            _folder, new Dictionary<string, string> { ["STOFLOW_PACE"] = "furious" }, "serve", "--url", "http://127.0.0.1:0", "--data", "data");

        Assert.Equal(2, await serve.EndAsync(Cancel));
        Assert.Contains("STOFLOW_PACE", serve.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_wrong_settings_are_named_at_once()
    {
        await using var serve = ToolProcess.Start(
            _folder, new Dictionary<string, string> { ["STOFLOW_LIMITS_QUEUE_PER_LANE"] = "0" },
            "serve", "--url", "http://127.0.0.1:0", "--data", "data", "--config", "none.json", "--setting", "nope=1", "--setting", "limits.connections=x", "--setting", "word");

        Assert.Equal(2, await serve.EndAsync(Cancel));
        foreach (var part in new[] { "--config: none.json", "--setting nope:", "--setting limits.connections:", "--setting: 'word'", "STOFLOW_LIMITS_QUEUE_PER_LANE:" })
            Assert.Contains(part, serve.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_that_is_no_setting_is_named_and_its_value_is_not()
    {
        var variables = new Dictionary<string, string> { ["STOFLOW_PLUGIN_ORIGIN"] = "moz-extension://x", ["STOFLOW_SELLER"] = "anna", ["STOFLOW_PACE"] = "off" };
        await using var serve = ToolProcess.Start(_folder, variables, "serve", "--url", "http://127.0.0.1:0", "--data", "data");
        await Eventually.TrueAsync(() => serve.Out.Contains("next", StringComparison.Ordinal), "serve is ready");

        Assert.Contains("STOFLOW_PLUGIN_ORIGIN is", serve.Error, StringComparison.Ordinal);
        foreach (var fine in new[] { "moz-extension", "STOFLOW_SELLER", "STOFLOW_PACE" }) Assert.DoesNotContain(fine, serve.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("variable")]
    [InlineData("file")]
    [InlineData("setting")]
    public async Task A_data_folder_of_any_name_is_taken(string source)
    {
        const string Folder = "stoflow-data";
        if (source is "file") await File.WriteAllTextAsync(Path.Combine(_folder, "stoflow.json"), $$"""{"data_directory":"{{Folder}}"}""", Cancel);
        var variables = new Dictionary<string, string> { ["XDG_DATA_HOME"] = Path.Combine(_folder, "platform") };
        if (source is "variable") variables["STOFLOW_DATA_DIRECTORY"] = Folder;
        string[] setting = source is "setting" ? ["--setting", $"data_directory={Folder}"] : [];

        await using var serve = ToolProcess.Start(_folder, variables, ["serve", "--url", "http://127.0.0.1:0", .. setting]);
        await Eventually.TrueAsync(() => serve.Out.Contains("next", StringComparison.Ordinal), "serve is ready");

        Assert.True(File.Exists(Path.Combine(_folder, Folder, "admin.token")));
    }

    [Fact]
    public async Task Flags_are_stronger_than_the_settings_file()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "stoflow.json"), """{"name":"from file","urls":["http://127.0.0.1:1"]}""", Cancel);
        await using var serve = Start("--json");
        await Eventually.TrueAsync(() => serve.Out.Length > 0, "serve is ready");

        var url = JsonElement.Parse(serve.Out).GetProperty("bridge_url").GetString()!;
        Assert.DoesNotContain(":1/", $"{url}/", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_admin_token_is_for_its_owner_only_and_never_said()
    {
        await using var serve = Start();
        await Eventually.TrueAsync(() => serve.Out.Contains("next", StringComparison.Ordinal), "serve is ready");

        var file = Path.Combine(_folder, "data", "admin.token");
        var token = (await File.ReadAllTextAsync(file, Cancel)).Trim();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain(token, serve.Out + serve.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_redacted()
    {
        // A folder whose name looks like a token: the log names it when it says where the admin token is.
        const string Token = "stf_AbCdEf0123456789AbCdEf0123456789AbCdEf01234";
        await using var serve = ToolProcess.Start(_folder, Nothing, "serve", "--url", "http://127.0.0.1:0", "--data", Token);
        await Eventually.TrueAsync(() => serve.Error.Contains("admin token is in", StringComparison.Ordinal), "the log says where the admin token is");

        Assert.Contains("stf_[removed]", serve.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, serve.Error, StringComparison.Ordinal);
    }

    private ToolProcess Start(params string[] more) =>
        ToolProcess.Start(_folder, Nothing, ["serve", "--url", "http://127.0.0.1:0", "--data", "data", .. more]);

    [GeneratedRegex(@"^StoFlow bridge [0-9]+\.[0-9]+\.[0-9]+\S* listening on (?<url>http://127\.0\.0\.1:[0-9]+) \(data: (?<data>[^)]+)\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stable();
}
