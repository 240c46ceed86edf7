using System.Text.Json;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Client;

/// <summary>
/// What became of an item's write that was sent before under its key with other photos. One whose answer was lost then is found while it is on no item; on the
/// item by now it goes up again, and the repetition's body names another id than the first one's.
/// </summary>
internal sealed class SentBefore(SiteCalls site)
{
    private const int MostPages = 20;

    /// <summary>The site's answer to it.</summary>
    /// <param name="conflict">The bridge's refusal, which stands where its records do not tell or the write was another one.</param>
    /// <param name="key">The write's key.</param>
    /// <param name="write">The write.</param>
    /// <param name="isIt">Whether the answer is that of this write, photos aside.</param>
    /// <param name="cancel">Stops the looking.</param>
    /// <exception cref="OutcomeUnknownException">How it ended is not known.</exception>
    public async Task<JsonElement> AnswerAsync(RefusedException conflict, string key, SiteWrite write, Func<JsonElement, bool> isIt, CancellationToken cancel)
    {
        if (await FindAsync(key, cancel).ConfigureAwait(false) is not { } sent) throw conflict;
        if (sent is not { State: CommandState.Done, Outcome: { } outcome })
            throw new OutcomeUnknownException($"The write was sent before under this key ({sent.State.Word()}), and how it ended is not known. Look before you repeat it.", conflict) { CommandId = sent.Id };
        var answer = site.Checked(outcome, write);
        return isIt(answer) ? answer : throw conflict;
    }

    // Newest first, so that a second try comes before the first.
    private async Task<CommandView?> FindAsync(string key, CancellationToken cancel)
    {
        string[] keys = [key, IdempotencyKey.Again(key)];
        string? after = null;
        for (var read = 0; read < MostPages; read++)
        {
            var page = await site.Bridge.ListCommandsAsync(site.Options.Seller, after: after, limit: 200, cancel: cancel).ConfigureAwait(false);
            if (page.Commands.FirstOrDefault(one => keys.Contains(one.IdempotencyKey, StringComparer.Ordinal)) is { } sent) return await site.Bridge.GetCommandAsync(sent.Id, cancel: cancel).ConfigureAwait(false);
            after = page.Next;
            if (after is null) break;
        }

        return null;
    }
}
