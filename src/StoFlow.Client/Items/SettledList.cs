using System.Runtime.CompilerServices;

namespace StoFlow.Client;

/// <summary>
/// Reads a paged list so that what was there all along is given exactly once, though the list changes between two pages: an entry that is removed pulls the ones
/// behind it over the page border, unseen. A pass counts when the total stayed the same, no entry came twice, as many came as the total says, and the first page
/// still begins the same way at the end. Otherwise there is a further pass, which gives only what is new.
/// </summary>
/// <param name="Read">Reads the page of a number, from 1.</param>
/// <param name="Id">What tells entries apart.</param>
internal sealed record SettledList<T>(Func<int, CancellationToken, Task<ListPage<T>>> Read, Func<T, long> Id)
{
    // Passes that bring nothing new and still do not settle. A pass that brings something is progress, as when the caller deletes what it is given.
    private const int MostIdlePasses = 4;

    /// <summary>A pause between two pages.</summary>
    public Func<CancellationToken, Task> Pause { get; init; } = static _ => Task.CompletedTask;

    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var given = new HashSet<long>();
        for (var idle = 0; idle < MostIdlePasses;)
        {
            var pass = new Pass();
            var before = given.Count;
            await using (var pages = new ReadAhead<T>((page, token) => ReadAsync(page, pause: page > 1 || before > 0, token), cancel))
            {
                for (var page = 1; ; page++)
                {
                    var read = await pages.ReadAsync(page).ConfigureAwait(false);
                    foreach (var entry in read.Entries)
                    {
                        pass.See(page, Id(entry));
                        if (given.Add(Id(entry))) yield return entry;
                    }

                    pass.End(page, read.TotalEntries);
                    if (read.IsLast(page)) break;
                }
            }

            if (pass.IsWhole && (pass.Pages == 1 || await BeginsTheSameAsync(pass, cancel).ConfigureAwait(false))) yield break;
            if (given.Count == before) idle++;
        }

        throw new StoFlowException(
            ClientErrorCode.ListUnsettled,
            $"The list kept changing or does not add up ({given.Count} entries were read): what was given is real, but it may not be all. Read it again when nothing else changes the shop.");
    }

    private async Task<bool> BeginsTheSameAsync(Pass pass, CancellationToken cancel)
    {
        var first = await ReadAsync(1, pause: true, cancel).ConfigureAwait(false);
        return first.TotalEntries == pass.Total && first.Entries.Select(Id).SequenceEqual(pass.FirstPage);
    }

    private async Task<ListPage<T>> ReadAsync(int page, bool pause, CancellationToken cancel)
    {
        if (pause) await Pause(cancel).ConfigureAwait(false);
        return await Read(page, cancel).ConfigureAwait(false);
    }

    private sealed class Pass
    {
        private readonly HashSet<long> _seen = [];
        private bool _moved;

        public List<long> FirstPage { get; } = [];

        public int Total { get; private set; } = -1;

        public int Pages { get; private set; }

        public bool IsWhole => !_moved && _seen.Count == Total;

        public void See(int page, long id)
        {
            if (page == 1) FirstPage.Add(id);
            _moved |= !_seen.Add(id);
        }

        public void End(int page, int total)
        {
            _moved |= Total >= 0 && Total != total;
            Total = total;
            Pages = page;
        }
    }
}
