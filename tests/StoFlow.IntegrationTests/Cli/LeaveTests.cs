using System.Net.Http.Json;
using System.Net.Sockets;
using StoFlow.Client;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol;

namespace StoFlow.IntegrationTests.Cli;

/// <summary>What is left once a bridge has stopped: its data folder, and nothing else. Taking it off the machine is deleting that folder.</summary>
public sealed class LeaveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stoflow-leave-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--data")]
    [InlineData("the platform's place")]
    public async Task No_listener_and_no_file_outside_the_data_folder(string where)
    {
        var (home, work, temp) = (Make("home"), Make("work"), Make("temp"));
        var data = where == "--data" ? Path.Combine(_folder, "data") : Path.Combine(home, ".local", "share", "stoflow");
        string[] told = where == "--data" ? ["--data", data] : [];
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = home, ["TMPDIR"] = temp, ["XDG_DATA_HOME"] = "" };
        await using var serve = ToolProcess.Start(work, variables, ["serve", "--url", "http://127.0.0.1:0", "--pace", "off", "--ready-file", "ready.json", .. told]);
        await Eventually.TrueAsync(() => serve.Out.Contains("next", StringComparison.Ordinal), "serve is ready");
        var url = new Uri(serve.Out.Split("listening on ")[1].Split(' ')[0]);

        await WorkAsync(url, data);
        await serve.SignalAsync("TERM", Cancel);
        Assert.Equal(0, await serve.EndAsync(Cancel));

        using var knock = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await knock.ConnectAsync("127.0.0.1", url.Port, Cancel));
        Assert.True(File.Exists(Path.Combine(data, "stoflow.db")));
        Directory.Delete(data, recursive: true);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    // Something of everything that is written down: an upload, a write, a read, a pairing.
    private static async Task WorkAsync(Uri url, string data)
    {
        using var client = new BridgeClient(url.ToString(), (await File.ReadAllTextAsync(Path.Combine(data, "admin.token"), Cancel)).Trim());
        var pairing = await client.Administration.CreatePairingAsync("anna", Cancel);
        await using var plugin = new FakePlugin(await FakePairing.PairAsync(url, pairing.Code, "laptop", Cancel));
        await plugin.ConnectAsync(url, Cancel);
        using var http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(Path.Combine(data, "admin.token"), Cancel)).Trim());
        foreach (var method in new[] { "GET", "PUT" })
        {
            using var answer = await http.PostAsJsonAsync(
                "/api/plugin/execute",
                new { action = CommandAction.Request, seller = "anna", request = new { url = "https://www.vinted.fr/api/v2/items/1", method } },
                Cancel);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        }

        using var photo = new ByteArrayContent(new byte[100_000]) { Headers = { ContentType = new("image/jpeg") } };
        using var upload = await http.PostAsync("/api/uploads?seller=anna", photo, Cancel);
        Assert.True(upload.IsSuccessStatusCode, await upload.Content.ReadAsStringAsync(Cancel));
    }

    private string Make(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
