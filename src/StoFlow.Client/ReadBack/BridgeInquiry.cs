using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>
/// Asks the bridge what became of a write before anybody looks at the site: a write that the bridge still holds (it was restarted, the browser is away) has not
/// happened yet and will, so looking and repeating would make two of it.
/// </summary>
internal sealed class BridgeInquiry(SiteCalls site)
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenPolls = TimeSpan.FromMilliseconds(250);

    /// <summary>What the bridge says. A definite failure is thrown as if it had been the answer at once.</summary>
    public async Task<BridgeWord> AskAsync(OutcomeUnknownException unknown, SiteWrite write, string key, CancellationToken cancel)
    {
        // The site itself answered, only not clearly: the bridge knows no more.
        if (unknown.SiteStatus is not null) return BridgeWord.Look;
        try
        {
            // Without a command's id the bridge was lost. The same key takes up the same command, or makes the first of it.
            if (unknown.CommandId is not { } id) return BridgeWord.Of(await site.WriteAsync(write, key, cancel).ConfigureAwait(false));
            return Read(await EndOfAsync(id, cancel).ConfigureAwait(false), write);
        }
        catch (OutcomeUnknownException again)
        {
            if (again.SiteStatus is not null) return BridgeWord.Look;
            if (unknown.CommandId is null && again.CommandId is not null) return await AskAsync(again, write, key, cancel).ConfigureAwait(false);
            return BridgeWord.Silent("The bridge does not say what became of it; ask again with the same idempotency key.");
        }
        catch (StoFlowException silent) when (silent.Code is ClientErrorCode.BridgeUnreachable or ClientErrorCode.BridgeAnswer)
        {
            return BridgeWord.Silent($"The bridge does not say what became of it: {silent.Detail}");
        }
        catch (ObjectDisposedException)
        {
            return BridgeWord.Silent("The client is disposed: nobody can ask what became of it.");
        }
        catch (RefusedException forgotten) when (forgotten.Code == ErrorCode.NotFound)
        {
            return BridgeWord.Look;
        }
    }

    private BridgeWord Read(CommandView command, SiteWrite write) => command switch
    {
        { State: CommandState.Done, Outcome: { } outcome } => BridgeWord.Of(site.Checked(outcome, write)),
        { State: CommandState.Unknown or CommandState.Done } => BridgeWord.Look,
        { State: CommandState.Failed or CommandState.Cancelled or CommandState.Expired }
            => throw Problems.Make(command.Code ?? ErrorCode.Internal, command.Detail ?? "The bridge gives no reason.", null, commandId: command.Id),
        _ => BridgeWord.Silent($"The bridge still holds the command ({command.State.Word()}); it will run when its turn comes, or expire."),
    };

    private async Task<CommandView> EndOfAsync(string id, CancellationToken cancel)
    {
        var began = site.Time.GetTimestamp();
        while (true)
        {
            var command = await site.Bridge.GetCommandAsync(id, LongPoll, cancel).ConfigureAwait(false);
            if (command.State.IsEnd() || site.Time.GetElapsedTime(began) > site.Options.WriteTimeout) return command;
            await Task.Delay(BetweenPolls, site.Time, cancel).ConfigureAwait(false);
        }
    }
}
