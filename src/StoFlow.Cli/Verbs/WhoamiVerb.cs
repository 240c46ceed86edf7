using StoFlow.Cli.Settings;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Verbs;

internal sealed class WhoamiVerb(ToolHost host) : Verb(
    host, "whoami", "Shows who is signed in on the site in the seller's browser.", "stoflow whoami --seller anna", "stoflow whoami --json")
{
    // The token of the page and the mail address stay off screens that others may see; --json gives them all.
    private static readonly (string Field, string Label)[] Shown =
        [("login", "login"), ("user_id", "user id"), ("real_name", "name"), ("business_account", "business account")];

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var answer = await call.Bridge.ExecuteAsync(
            new ExecuteRequest(CommandAction.GetUserData, await call.FindSellerAsync(cancel), Site: call.Site, TimeoutMs: call.TimeoutMs), cancel: cancel);
        call.Screen.Json(answer, ProtocolJson.Relaxed.ExecuteAnswer);
        if (!answer.Success || answer.Data is not { ValueKind: System.Text.Json.JsonValueKind.Object } data)
            throw new ToolException($"The site answered {answer.Status}: {answer.Error ?? answer.Code ?? "no user data"}.");
        foreach (var (field, label) in Shown)
            if (data.TryGetProperty(field, out var value) && value.ValueKind is not System.Text.Json.JsonValueKind.Null)
                call.Screen.Line($"{label,-17}{value}");
        return ExitCodes.Done;
    }
}
