using System.Net;
using Microsoft.AspNetCore.Http;
using StoFlow.Bridge;
using StoFlow.Bridge.Policy;

namespace StoFlow.Tests.Door;

/// <summary>Which requests get past the first look. Each refusal here is an attack that worked on somebody else's bridge.</summary>
public sealed class FrontDoorTests
{
    private const string Firefox = "moz-extension://6f0e1f7c-6d2e-4f5e-9a52-3f5a6c1d2e3f";
    private const string Chrome = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

    [Theory]
    [InlineData("127.0.0.1:8000")]
    [InlineData("localhost:8000")]
    [InlineData("LOCALHOST:8000")]
    [InlineData("[::1]:8000")]
    [InlineData("bridge.example:9000")]
    [InlineData("inner.example")]
    [InlineData("inner.example:8443")]
    public async Task Our_own_names_pass(string host) => Assert.True(await PassesAsync(request => request.Host = new HostString(host)));

    [Theory]
    [InlineData("")]
    [InlineData("evil.example")]
    [InlineData("evil.example:8000")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:8001")]
    [InlineData("localhost")]
    [InlineData("localhost.evil.example:8000")]
    [InlineData("127.0.0.1.nip.io:8000")]
    [InlineData("127.0.0.1:8000@evil.example")]
    [InlineData("2130706433:8000")]
    [InlineData("0.0.0.0:8000")]
    [InlineData("bridge.example")]
    [InlineData("bridge.example:8000")]
    [InlineData("192.168.1.5:8000")]
    [InlineData("localhost.:8000")]
    public async Task A_rebound_name_does_not(string host) => Assert.Equal("Host", await RefusedAsync(request => request.Host = new HostString(host)));

    [Fact]
    public async Task The_very_address_that_was_connected_to_passes()
    {
        Assert.True(await PassesAsync(request => request.Host = new HostString("10.1.2.3:8000"), local: "10.1.2.3"));
        Assert.False(await PassesAsync(request => request.Host = new HostString("10.1.2.4:8000"), local: "10.1.2.3"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:8001")]
    [InlineData("https://127.0.0.1:8000")]
    [InlineData("http://localhost:8000")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData(Firefox)]
    [InlineData(Chrome)]
    [InlineData("http://127.0.0.1:8000, https://evil.example")]
    public async Task A_page_that_is_not_ours_does_not(string origin)
    {
        Assert.Equal("Origin", await RefusedAsync(request => request.Headers.Origin = origin));
        Assert.Equal("Origin", await RefusedAsync(request =>
        {
            request.Method = "POST";
            request.Headers.Origin = origin;
        }));
    }

    [Fact]
    public async Task Two_origins_do_not_even_when_one_is_ours() =>
        Assert.Equal("Origin", await RefusedAsync(request => request.Headers.Origin = new(["http://127.0.0.1:8000", "https://evil.example"])));

    [Fact]
    public async Task Our_own_page_passes() => Assert.True(await PassesAsync(request =>
    {
        request.Headers.Origin = "http://127.0.0.1:8000";
        request.Headers["Sec-Fetch-Site"] = "same-origin";
    }));

    [Theory]
    [InlineData("cross-site", "no-cors", "/api/health", false)]
    [InlineData("same-site", "cors", "/api/health", false)]
    [InlineData("cross-site", "navigate", "/api/health", false)]
    [InlineData("cross-site", "navigate", "/", true)]
    [InlineData("cross-site", "no-cors", "/", false)]
    [InlineData("none", "navigate", "/api/health", true)]
    public async Task What_a_foreign_page_loads_without_an_origin_is_told_by_the_fetch_headers(string site, string mode, string path, bool passes) =>
        Assert.Equal(passes, await PassesAsync(request =>
        {
            request.Path = path;
            request.Headers["Sec-Fetch-Site"] = site;
            request.Headers["Sec-Fetch-Mode"] = mode;
        }));

    [Theory]
    [InlineData(Firefox, true)]
    [InlineData(Chrome, true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("null", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("http://127.0.0.1:8000", false)]
    [InlineData("moz-extension://evil.example", false)]
    [InlineData("moz-extension://6F0E1F7C-6D2E-4F5E-9A52-3F5A6C1D2E3F", false)]
    [InlineData("chrome-extension://abcdefghijklmnopabcdefghijklmnop.evil.example", false)]
    [InlineData("chrome-extension://abcdefghijklmnopabcdefghijklmnoz", false)]
    [InlineData(Firefox + "\nhttps://evil.example", false)]
    [InlineData("x" + Firefox, false)]
    public async Task Only_an_extension_opens_the_plugin_s_socket(string? origin, bool passes) => Assert.Equal(passes, await PassesAsync(request =>
    {
        request.Path = "/ws/plugin";
        request.Headers.Origin = origin;
    }));

    [Theory]
    [InlineData("/ws/plugin/")]
    [InlineData("/WS/Plugin")]
    [InlineData("/ws/other")]
    public async Task No_spelling_of_the_path_leads_around_that(string path)
    {
        Assert.False(await PassesAsync(request => request.Path = path));
        Assert.False(await PassesAsync(request =>
        {
            request.Path = path;
            request.Headers.Origin = "http://127.0.0.1:8000";
        }));
    }

    [Theory]
    [InlineData(Firefox, true)]
    [InlineData(Chrome, false)]
    public async Task Named_plugin_origins_leave_out_all_others(string origin, bool passes) => Assert.Equal(passes, await PassesAsync(
        request =>
        {
            request.Path = "/ws/plugin";
            request.Headers.Origin = origin;
        },
        door: new DoorOptions { PluginOrigins = [Firefox] }));

    [Theory]
    [InlineData("application/json", "/api/sellers", true)]
    [InlineData("application/json; charset=utf-8", "/api/sellers", true)]
    [InlineData("Application/JSON", "/api/sellers", true)]
    [InlineData("text/plain", "/api/sellers", false)]
    [InlineData("text/plain; x=application/json", "/api/sellers", false)]
    [InlineData("application/x-www-form-urlencoded", "/api/sellers", false)]
    [InlineData("multipart/form-data; boundary=x", "/api/sellers", false)]
    [InlineData("application/json-patch+json", "/api/sellers", false)]
    [InlineData("application/octet-stream", "/api/sellers", false)]
    [InlineData("garbage", "/api/sellers", false)]
    [InlineData(null, "/api/sellers", false)]
    [InlineData("application/octet-stream", "/api/uploads", true)]
    [InlineData("image/jpeg", "/api/uploads", true)]
    [InlineData("text/plain", "/api/uploads", false)]
    [InlineData("multipart/form-data; boundary=x", "/api/uploads", false)]
    [InlineData("image/jpeg", "/api/uploadsx", false)]
    public async Task Only_types_that_no_foreign_form_can_send_pass(string? type, string path, bool passes)
    {
        foreach (var method in new[] { "POST", "PUT", "PATCH", "DELETE" })
            Assert.Equal(passes, await PassesAsync(request =>
            {
                (request.Method, request.Path, request.ContentType, request.ContentLength) = (method, path, type, 2);
            }));
    }

    [Fact]
    public async Task A_change_without_a_body_needs_no_type_but_one_in_chunks_does()
    {
        Assert.True(await PassesAsync(request => (request.Method, request.ContentLength) = ("DELETE", null)));
        Assert.False(await PassesAsync(request =>
        {
            request.Method = "POST";
            request.Headers.TransferEncoding = "chunked";
        }));
    }

    private static async Task<string?> RefusedAsync(Action<HttpRequest> change)
    {
        var problem = await Assert.ThrowsAsync<BridgeException>(() => RunAsync(change, "127.0.0.1", new DoorOptions()));
        Assert.Equal("forbidden", problem.Code);
        return problem.Field;
    }

    private static async Task<bool> PassesAsync(Action<HttpRequest> change, string local = "127.0.0.1", DoorOptions? door = null)
    {
        try
        {
            return await RunAsync(change, local, door ?? new DoorOptions());
        }
        catch (BridgeException)
        {
            return false;
        }
    }

    private static async Task<bool> RunAsync(Action<HttpRequest> change, string local, DoorOptions door)
    {
        var options = new BridgeOptions { Hosts = ["bridge.example:9000", "inner.example"], Door = door };
        var passed = false;
        var front = new FrontDoor(
            _ =>
            {
                passed = true;
                return Task.CompletedTask;
            },
            new HostList(options, new BoundServer("http://127.0.0.1:8000")),
            options);
        var context = new DefaultHttpContext();
        context.Connection.LocalIpAddress = IPAddress.Parse(local);
        context.Connection.LocalPort = 8000;
        (context.Request.Method, context.Request.Scheme, context.Request.Path) = ("GET", "http", "/api/health");
        context.Request.Host = new HostString("127.0.0.1:8000");
        change(context.Request);
        await front.InvokeAsync(context);
        return passed;
    }
}
