using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using StoFlow.Bridge;
using StoFlow.Client;
using StoFlow.Harness.FakePlugins;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>Uploads in chunks: each with its hash, resumed where they stopped.</summary>
public sealed class UploadChunkTests
{
    private const int Chunk = 1024 * 1024;

    [Fact]
    public async Task An_upload_goes_on_where_it_stopped_after_a_restart_and_reaches_the_plugin()
    {
        await using var bridge = await TestBridge.StartAsync();
        var identity = await bridge.PairAsync();
        var photo = RandomNumberGenerator.GetBytes((2 * Chunk) + 5);
        var id = (await AnnounceAsync(bridge, photo)).Text("upload_id")!;
        Assert.Equal(Chunk, Received(await SendAsync(bridge, id, 0, photo.AsMemory(0, Chunk))));
        var tooEarly = await bridge.ExecuteAsync(Naming(id));
        tooEarly.IsProblem(400, "invalid_request", "request.files[0].upload_id");
        Assert.Contains($"{Chunk} of its {photo.Length} bytes are here; send the rest first", tooEarly.Text("detail"), StringComparison.Ordinal);

        await bridge.RestartAsync();
        Assert.Equal(Chunk, Received(await bridge.GetAsync($"/api/uploads/{id}")));
        Assert.Equal(2 * Chunk, Received(await SendAsync(bridge, id, Chunk, photo.AsMemory(Chunk, Chunk))));
        Assert.Equal(photo.Length, Received(await SendAsync(bridge, id, 2 * Chunk, photo.AsMemory(2 * Chunk))));

        var plugin = bridge.Plugin(identity);
        byte[]? got = null;
        plugin.Site = (asked, _) =>
        {
            got = asked.Files["f"];
            return Task.FromResult(FakeAnswers.Json("{}"));
        };
        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);
        Assert.Equal(HttpStatusCode.OK, (await bridge.ExecuteAsync(Naming(id))).Status);
        Assert.Equal(photo, got);
    }

    [Fact]
    public async Task A_chunk_that_was_cut_does_not_count_and_one_that_is_here_is_only_answered()
    {
        await using var bridge = await TestBridge.StartAsync();
        var photo = RandomNumberGenerator.GetBytes(2 * Chunk);
        var id = (await AnnounceAsync(bridge, photo)).Text("upload_id")!;
        await CutAsync(bridge, id, photo.AsMemory(0, Chunk));

        Assert.Equal(0, Received(await bridge.GetAsync($"/api/uploads/{id}")));
        Assert.Equal(Chunk, Received(await SendAsync(bridge, id, 0, photo.AsMemory(0, Chunk))));
        Assert.Equal(Chunk, Received(await SendAsync(bridge, id, 0, photo.AsMemory(0, Chunk))));
        Assert.Equal(2 * Chunk, Received(await SendAsync(bridge, id, Chunk, photo.AsMemory(Chunk))));
        Assert.Equal(2 * Chunk, Received(await SendAsync(bridge, id, Chunk, photo.AsMemory(Chunk))));
    }

    [Fact]
    public async Task A_chunk_begins_within_the_file_also_when_all_of_it_is_here()
    {
        await using var bridge = await TestBridge.StartAsync();
        var bytes = RandomNumberGenerator.GetBytes(10);
        var id = (await AnnounceAsync(bridge, bytes)).Text("upload_id")!;
        (await SendAsync(bridge, id, -1, bytes)).IsProblem(400, "invalid_request", "offset");
        Assert.Equal(10, Received(await SendAsync(bridge, id, 0, bytes)));

        (await SendAsync(bridge, id, -1, bytes)).IsProblem(400, "invalid_request", "offset");
        (await SendAsync(bridge, id, 100, bytes)).IsProblem(409, "invalid_request", "offset");
        (await SendAsync(bridge, id, 10, bytes)).IsProblem(409, "invalid_request", "offset");
        Assert.Equal(10, Received(await SendAsync(bridge, id, 5, bytes.AsMemory(5))));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task A_chunk_of_another_type_hears_what_is_due(string? type)
    {
        await using var bridge = await TestBridge.StartAsync();
        var id = (await AnnounceAsync(bridge, new byte[10])).Text("upload_id")!;
        using var content = new ByteArrayContent("{}"u8.ToArray());
        if (type is not null) content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var response = await bridge.Http.PatchAsync($"/api/uploads/{id}?offset=0", content, TestBridge.Ct);

        var reply = await Reply.ReadAsync(response);
        reply.IsProblem(415, "invalid_request", "Content-Type");
        Assert.Contains("application/octet-stream", reply.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("application/json", reply.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_chunk_is_told_and_nothing_of_it_is_kept()
    {
        await using var bridge = await TestBridge.StartAsync(folder => TestBridge.Options(folder, limits: new LimitOptions { MaxUploadBytes = 10_000, AllUploadBytes = 12_000 }));
        var bytes = RandomNumberGenerator.GetBytes(9_000);
        (await bridge.SendAsync("/api/uploads", new { size = 10_001, sha256 = new string('a', 64) })).IsProblem(413, "invalid_request");
        (await bridge.SendAsync("/api/uploads", new { size = 0, sha256 = new string('a', 64) })).IsProblem(400, "invalid_request", "size");
        (await bridge.SendAsync("/api/uploads", new { size = 1, sha256 = "short" })).IsProblem(400, "invalid_request", "sha256");
        var id = (await AnnounceAsync(bridge, bytes)).Text("upload_id")!;
        (await AnnounceAsync(bridge, bytes)).IsProblem(413, "invalid_request");

        (await SendAsync(bridge, id, 0, bytes.AsMemory(0, 100), digest: new byte[32])).IsProblem(400, "invalid_request", "Content-Digest");
        (await SendAsync(bridge, id, 0, bytes.AsMemory(0, 100), digest: [])).IsProblem(400, "invalid_request", "Content-Digest");
        (await SendAsync(bridge, id, 1, bytes.AsMemory(1, 100))).IsProblem(409, "invalid_request", "offset");
        (await SendAsync(bridge, id, 0, new byte[9_001])).IsProblem(400, "invalid_request");
        (await SendAsync(bridge, id, 0, default)).IsProblem(400, "invalid_request");
        (await SendAsync(bridge, "upl_none", 0, bytes)).IsProblem(404, "not_found");
        Assert.Equal(0, Received(await bridge.GetAsync($"/api/uploads/{id}")));

        // The whole is not the file that was announced: it makes room.
        (await SendAsync(bridge, id, 0, new byte[9_000])).IsProblem(400, "invalid_request", "sha256");
        (await bridge.GetAsync($"/api/uploads/{id}")).IsProblem(404, "not_found");
        Assert.Equal(HttpStatusCode.Created, (await AnnounceAsync(bridge, bytes)).Status);
    }

    [Fact]
    public async Task The_client_sends_a_big_file_in_chunks()
    {
        await using var bridge = await TestBridge.StartAsync();
        using var client = new BridgeClient(bridge.Url.ToString(), (await File.ReadAllTextAsync(bridge.Host.AdminTokenFile, TestBridge.Ct)).Trim());
        var photo = RandomNumberGenerator.GetBytes(45 * Chunk);

        var upload = await client.UploadAsync(new MemoryStream(photo), cancel: TestBridge.Ct);

        Assert.Equal((photo.Length, Convert.ToHexStringLower(SHA256.HashData(photo))), ((int)upload.Size, upload.Sha256));
        Assert.Equal(photo, await File.ReadAllBytesAsync(Path.Combine(bridge.Folder, "uploads", upload.UploadId), TestBridge.Ct));
        Assert.Contains(
            (await bridge.Http.GetStringAsync("/metrics", TestBridge.Ct)).Split('\n'),
            line => line.StartsWith("stoflow_store_records_total ", StringComparison.Ordinal) && int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) > 10);
    }

    private static long Received(Reply reply)
    {
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Json.ToString());
        return reply.Json.GetProperty("received").GetInt64();
    }

    private static Task<Reply> AnnounceAsync(TestBridge bridge, byte[] file) =>
        bridge.SendAsync("/api/uploads", new { size = file.Length, sha256 = Convert.ToHexString(SHA256.HashData(file)) });

    private static async Task<Reply> SendAsync(TestBridge bridge, string id, long offset, ReadOnlyMemory<byte> chunk, byte[]? digest = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/uploads/{id}?offset={offset}") { Content = new ReadOnlyMemoryContent(chunk) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.TryAddWithoutValidation("Content-Digest", $"sha-256=:{Convert.ToBase64String(digest ?? SHA256.HashData(chunk.Span))}:");
        using var response = await bridge.Http.SendAsync(request, TestBridge.Ct);
        return await Reply.ReadAsync(response);
    }

    // Half of the chunk, then the line goes.
    private static async Task CutAsync(TestBridge bridge, string id, ReadOnlyMemory<byte> chunk)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, bridge.Url.Port, TestBridge.Ct);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"PATCH /api/uploads/{id}?offset=0 HTTP/1.1\r\nHost: 127.0.0.1:{bridge.Url.Port}\r\nAuthorization: {bridge.Http.DefaultRequestHeaders.Authorization}\r\n"
                + $"Content-Type: application/octet-stream\r\nContent-Digest: sha-256=:{Convert.ToBase64String(SHA256.HashData(chunk.Span))}:\r\nContent-Length: {chunk.Length}\r\n\r\n"),
            TestBridge.Ct);
        await stream.WriteAsync(chunk[..(chunk.Length / 2)], TestBridge.Ct);
        await Eventually.TrueAsync(() => new FileInfo(Path.Combine(bridge.Folder, "uploads", id)) is { Exists: true, Length: > 0 }, "a part has come");
    }

    private static object Naming(string upload) => new
    {
        action = "EXECUTE_HTTP_REQUEST",
        seller = TestBridge.Seller,
        request = new
        {
            url = "https://www.vinted.fr/api/v2/photos",
            method = "POST",
            content_type = "multipart",
            files = new[] { new { field = "f", filename = "a.jpg", mime_type = "image/jpeg", upload_id = upload } },
        },
    };
}
