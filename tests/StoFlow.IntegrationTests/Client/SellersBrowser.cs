using System.Text.Json;
using StoFlow.Harness.FakePlugins;
using StoFlow.IntegrationTests.Bridge;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.IntegrationTests.Client;

/// <summary>A fake plugin at a real bridge whose requests really go to the sandbox, with a signed-in seller's cookies.</summary>
internal static class SellersBrowser
{
    public static async Task ConnectAsync(TestBridge bridge, SiteVisitor visitor)
    {
        var plugin = bridge.Plugin(await bridge.PairAsync());
        plugin.Status = new BrowserStatus(false, [new SiteStatus(visitor.Host, "open", true, true, visitor.Login)]);
        plugin.Site = (asked, _) => SendAsync(visitor, asked);
        plugin.Runner = async (command, _) => await RunAsync(visitor, command);
        await plugin.ConnectAsync(bridge.Url, TestBridge.Ct);
        await bridge.ReadyAsync(plugin);
    }

    // One request without an answer is no result but a reason; the rest the fake plugin does itself.
    private static async Task<CommandResult?> RunAsync(SiteVisitor visitor, Command command)
        => command.Action is CommandAction.GetUserData ? new CommandResult(command.Id, "done", 1, Data: await visitor.UserDataAsync()) : null;

    private static async Task<SiteResponse> SendAsync(SiteVisitor visitor, FakeRequest asked)
    {
        var request = asked.Request;
        var files = request.Files?.Select(file => new RequestFile(file.Field, file.Filename, file.MimeType)).ToList();
        return await visitor.SendAsync(
            new RequestBody(request.Url, request.Method, request.Headers, request.Body, ContentType: request.ContentType, Files: files), file => asked.Files[file.Field]);
    }
}
