using StoFlow.Cli.Settings;
using StoFlow.Client;
using StoFlow.Protocol.Http;

namespace StoFlow.Cli.Resolving;

/// <summary>Finds out which write a command was, and lets the client look whether it happened.</summary>
internal static class Resolver
{
    private const int PageOfAudit = 500;
    private const int MostPages = 200;

    public static async Task<ReadBackResult> LookAsync(Call call, CommandView command, Wanted wanted, CancellationToken cancel)
    {
        var written = WrittenTo.Parse(await SubjectAsync(call, command, cancel));
        var look = (await call.ShopAsync(cancel)).ReadBack;
        return written.Kind switch
        {
            WriteKind.Delete => await look.ResolveDeleteAsync(written.ItemId, cancel),
            WriteKind.Publish => await look.ResolvePublishAsync(written.ItemId, cancel),
            WriteKind.Hide => await look.ResolveHiddenAsync(written.ItemId, wanted.Hidden ?? throw Tell("--hidden or --shown", written), cancel),
            WriteKind.Update => await look.ResolveUpdateAsync(written.ItemId, wanted.Changes ?? throw Tell("the change (--price, --title, …)", written), cancel),
            WriteKind.Create or WriteKind.CreateDraft => await look.ResolveCreateAsync(
                wanted.Item ?? throw Tell("the item's file with --from", written), command, written.Kind is WriteKind.CreateDraft, cancel),
            WriteKind.Photo => command.IdempotencyKey is { } key ? await look.ResolvePhotoAsync(key, cancel) : VintedReadBack.Photo,
            _ => throw new ToolException(
                $"Command {command.Id} was a raw request, or several; only its author knows what to look for. Look at the shop, then decide.", ExitCodes.OutcomeUnknown),
        };
    }

    // Newest first, back to where the command was made.
    private static async Task<string> SubjectAsync(Call call, CommandView command, CancellationToken cancel)
    {
        long? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var read = await call.Admin.AuditAsync(command.Seller, after, PageOfAudit, cancel);
            foreach (var entry in read.Entries)
                if (entry.Subject is { } subject && subject.StartsWith(command.Id, StringComparison.Ordinal) && subject.Contains("/api/", StringComparison.Ordinal)) return subject;
            if (read.Next is null || read.Entries is [.., { } oldest] && oldest.At < command.CreatedAt.AddMinutes(-1)) break;
            after = read.Next;
        }

        throw new ToolException($"The audit list has no line of command {command.Id}; look at the shop yourself.", ExitCodes.OutcomeUnknown);
    }

    private static UsageException Tell(string what, WrittenTo written) =>
        new($"It was a write of kind {written.Kind.ToString().ToLowerInvariant()}{(written.ItemId > 0 ? $" on item {written.ItemId}" : "")}: tell {what}, so that there is something to look for.");
}
