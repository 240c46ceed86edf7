using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StoFlow.Bridge;
using StoFlow.Harness.FakePlugins;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Bridge;

/// <summary>Bodies that are too big for a message: photos, long requests, long answers.</summary>
public sealed class UploadTests
{
    private const string Photos = "https://www.vinted.fr/api/v2/photos";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_photo_reaches_the_plugin_byte_for_byte(bool uploaded)
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var photo = RandomNumberGenerator.GetBytes(700_000);
        byte[]? got = null;
        plugin.Site = (asked, _) =>
        {
            got = asked.Files["photo[file]"];
            Assert.Equal("multipart", asked.Request.ContentType);
            return Task.FromResult(FakeAnswers.Json("""{"id":1}"""));
        };

        object file = uploaded
            ? new { field = "photo[file]", filename = "a.jpg", mime_type = "image/jpeg", upload_id = (await UploadAsync(bridge, photo)).Text("upload_id") }
            : new { field = "photo[file]", filename = "a.jpg", mime_type = "image/jpeg", content = Convert.ToBase64String(photo) };
        var reply = await bridge.ExecuteAsync(Multipart(file));

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(photo, got);
        // What came in base64 belongs to its command; an upload may be used again.
        await Eventually.TrueAsync(
            () => Directory.EnumerateFiles(Path.Combine(bridge.Folder, "uploads")).Count() == (uploaded ? 1 : 0), "only uploads are kept");
    }

    [Fact]
    public async Task A_photo_that_came_with_a_call_which_became_no_command_is_not_kept()
    {
        await using var bridge = await TestBridge.StartAsync();
        await bridge.PairAsync();
        var file = new { field = "f", content = Convert.ToBase64String(RandomNumberGenerator.GetBytes(1_000)) };

        (await bridge.ExecuteAsync(Multipart(file))).IsProblem(503, "no_browser");

        await Eventually.TrueAsync(() => !Directory.EnumerateFiles(Path.Combine(bridge.Folder, "uploads")).Any(), "nothing is kept");
    }

    [Fact]
    public async Task An_upload_says_what_came_and_lasts_over_a_restart()
    {
        await using var bridge = await TestBridge.StartAsync();
        var photo = RandomNumberGenerator.GetBytes(300_000);
        var upload = await UploadAsync(bridge, photo);
        Assert.Equal(HttpStatusCode.Created, upload.Status);
        Assert.Equal(photo.Length, upload.Json.GetProperty("size").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(photo)), upload.Text("sha256"));
        var identity = await bridge.PairAsync();
        var queued = (await bridge.QueueAsync(Multipart(new { field = "f", upload_id = upload.Text("upload_id") }))).Id;

        await bridge.RestartAsync();
        var plugin = bridge.Plugin(identity);
        byte[]? got = null;
        plugin.Site = (asked, _) =>
        {
            got = asked.Files["f"];
            return Task.FromResult(FakeAnswers.Json("{}"));
        };
        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);

        Assert.Equal("done", (await bridge.EndOfAsync(queued)).GetProperty("state").GetString());
        Assert.Equal(photo, got);
    }

    [Theory]
    [InlineData("sha-256=:{0}:", true)]
    [InlineData("sha-512=:AAAA:, sha-256=:{0}:", true)]
    [InlineData("sha-512=:AAAA:", true)]
    [InlineData("sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:", false)]
    [InlineData("sha-256=:short:", false)]
    [InlineData("sha256=:{0}:", false)]
    [InlineData("sha-512=AAAA", false)]
    [InlineData("{0}", false)]
    [InlineData("", false)]
    public async Task A_photo_that_is_not_what_its_digest_says_is_not_kept(string digest, bool good)
    {
        await using var bridge = await TestBridge.StartAsync();
        var photo = RandomNumberGenerator.GetBytes(100_000);
        using var content = new ByteArrayContent(photo);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        content.Headers.TryAddWithoutValidation("Content-Digest", digest.Replace("{0}", Convert.ToBase64String(SHA256.HashData(photo)), StringComparison.Ordinal));
        using var response = await bridge.Http.PostAsync("/api/uploads", content, TestBridge.Ct);

        var reply = await Reply.ReadAsync(response);
        if (good) Assert.Equal(HttpStatusCode.Created, reply.Status);
        else reply.IsProblem(400, "invalid_request", "Content-Digest");
        Assert.Equal(good ? 1 : 0, Directory.EnumerateFiles(Path.Combine(bridge.Folder, "uploads")).Count());
    }

    [Fact]
    public async Task Uploads_have_limits_and_owners()
    {
        await using var bridge = await TestBridge.StartAsync(
            folder => TestBridge.Options(folder, limits: new LimitOptions { MaxUploadBytes = 10_000, AllUploadBytes = 12_000 }));
        await bridge.ConnectAsync();
        await bridge.ConnectAsync("somebody");

        (await UploadAsync(bridge, new byte[10_001])).IsProblem(413, "invalid_request");
        (await UploadAsync(bridge, [])).IsProblem(400, "invalid_request");
        (await UploadAsync(bridge, [1], "?seller=demoo")).IsProblem(400, "invalid_request", "seller");
        (await bridge.ExecuteAsync(Multipart(new { field = "f", filename = "f", mime_type = "image/png", content = Convert.ToBase64String(new byte[10_001]) })))
            .IsProblem(413, "invalid_request");
        var mine = await UploadAsync(bridge, new byte[9_000], "?seller=demo");
        Assert.Equal(HttpStatusCode.Created, mine.Status);
        (await UploadAsync(bridge, new byte[9_000])).IsProblem(413, "invalid_request");
        (await bridge.ExecuteAsync(Multipart(new { field = "f", upload_id = mine.Text("upload_id") }, "somebody")))
            .IsProblem(400, "invalid_request", "request.files[0].upload_id");
        Assert.Equal(HttpStatusCode.OK, (await bridge.ExecuteAsync(Multipart(new { field = "f", upload_id = mine.Text("upload_id") }))).Status);
    }

    [Fact]
    public async Task A_long_request_and_a_long_answer_go_beside_the_messages()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var text = string.Concat(Enumerable.Repeat("été 0123456789 ", 120_000));
        plugin.Site = (asked, _) => Task.FromResult(FakeAnswers.Json(asked.Request.Body!.Value.GetRawText()));

        var reply = await bridge.ExecuteAsync(TestBridge.Write(body: new { text }));

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(text, reply.Json.GetProperty("data").GetProperty("text").GetString());
        var command = Assert.Single(plugin.Commands);
        Assert.Null(command.Requests);
        Assert.True(command.Payload!.Size > 1_000_000);
        await Eventually.TrueAsync(() => plugin.Journal.IsEmpty, "it was acknowledged");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(bridge.Folder, "spool")));
    }

    [Fact]
    public async Task What_a_stop_cut_off_of_an_answer_stays_on_no_disk()
    {
        await using var bridge = await TestBridge.StartAsync();
        var plugin = await bridge.ConnectAsync();
        var spool = Path.Combine(bridge.Folder, "spool");
        var frame = new byte[ChunkFrame.HeaderBytes + ChunkFrame.ChunkBytes];
        ChunkFrame.Seal(1, frame);
        await plugin.SendFrameAsync(WireCodec.Write(new BodyPut(1, "c1", 500_000, new string('0', 64))), text: true, TestBridge.Ct);
        await plugin.SendFrameAsync(frame, text: false, TestBridge.Ct);
        await Eventually.TrueAsync(
            () => Directory.Exists(spool) && new DirectoryInfo(spool).EnumerateFiles().Any(file => file.Length == ChunkFrame.ChunkBytes), "half of an answer is here");

        await bridge.RestartAsync();

        Assert.Empty(Directory.EnumerateFiles(spool));
    }

    [Fact]
    public async Task A_result_beyond_the_limit_is_not_taken()
    {
        await using var bridge = await TestBridge.StartAsync(
            folder => TestBridge.Options(folder, limits: new LimitOptions { MaxResultBytes = 1_048_576 }));
        var plugin = await bridge.ConnectAsync();
        plugin.Site = (_, _) => Task.FromResult(FakeAnswers.Json(JsonSerializer.Serialize(new string('x', 2_000_000))));

        (await bridge.ExecuteAsync(TestBridge.Read(timeout: 1_000))).IsProblem(504, "timeout");
        Assert.Equal(HttpStatusCode.OK, (await bridge.ExecuteAsync(new { action = "PING", seller = "demo" })).Status);
    }

    private static object Multipart(object file, string seller = TestBridge.Seller) => new
    {
        action = "EXECUTE_HTTP_REQUEST",
        seller,
        request = new { url = Photos, method = "POST", content_type = "multipart", body = new { type = "item" }, files = new[] { file } },
    };

    private static async Task<Reply> UploadAsync(TestBridge bridge, byte[] bytes, string query = "")
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var response = await bridge.Http.PostAsync($"/api/uploads{query}", content, TestBridge.Ct);
        return await Reply.ReadAsync(response);
    }
}
