using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>A list of numbers that changes between two pages in ways made up by chance, each repeatable by its seed.</summary>
public sealed class SettledListTests
{
    [Fact]
    public async Task What_was_there_all_along_comes_exactly_once_whatever_changes()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var chance = new Random(seed);
            var shop = Enumerable.Range(0, chance.Next(0, 70)).Select(n => (long)n).ToList();
            var always = shop.ToHashSet();
            var next = 1000L;
            var changes = chance.Next(0, 4);
            var list = new SettledList<long>((first, count, _) => Pages(first, count, page =>
            {
                if (page > 1 && changes > 0 && chance.Next(2) == 0)
                {
                    changes--;
                    for (var i = chance.Next(3); i > 0 && shop.Count > 0; i--)
                    {
                        var gone = shop[chance.Next(shop.Count)];
                        shop.Remove(gone);
                        always.Remove(gone);
                    }

                    for (var i = chance.Next(3); i > 0; i--) shop.Insert(0, next++);
                }

                return Page(shop, page, 10);
            }), n => n) { AtOnce = 1 + (seed % 4) };
            var given = await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            Assert.True(given.Count == given.Distinct().Count(), $"twice, seed {seed}");
            Assert.True(always.IsSubsetOf(given), $"missed, seed {seed}");

            // What was added in front shows too: the first page is looked at again at the end.
            Assert.True(shop.ToHashSet().IsSubsetOf(given), $"a new one missed, seed {seed}");
        }
    }

    [Fact]
    public async Task The_first_page_comes_alone_and_the_others_as_many_at_once_as_may()
    {
        var asked = new List<(int First, int Count)>();
        var list = new SettledList<long>((first, count, _) =>
        {
            asked.Add((first, count));
            return Pages(first, count, page => new ListPage<long>([page], 8, 8));
        }, n => n) { AtOnce = 3 };

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal([(1, 1), (2, 3), (5, 3), (8, 1), (1, 1)], asked);
    }

    [Fact]
    public async Task Fewer_pages_than_asked_for_are_gone_on_from()
    {
        var list = new SettledList<long>((first, count, _) => Pages(first, Math.Min(count, 2), page => new ListPage<long>([page], 8, 8)), n => n) { AtOnce = 5 };
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_list_that_never_settles_ends_in_a_clear_error_after_few_passes()
    {
        var calls = 0;
        var list = new SettledList<long>((first, count, _) => Pages(first, count, page => new ListPage<long>([page], ++calls, 3)), n => n);
        var given = new List<long>();
        var thrown = await Assert.ThrowsAsync<StoFlowException>(async () =>
        {
            await foreach (var n in list.ReadAllAsync(TestContext.Current.CancellationToken)) given.Add(n);
        });
        Assert.Equal(ClientErrorCode.ListUnsettled, thrown.Code);
        Assert.Equal([1, 2, 3], given);
        Assert.InRange(calls, 4, 20);
    }

    [Fact]
    public async Task A_total_that_does_not_add_up_is_not_called_complete()
    {
        var list = new SettledList<long>((first, count, _) => Pages(first, count, _ => new ListPage<long>([1, 2, 3], 5, 1)), n => n);
        var thrown = await Assert.ThrowsAsync<StoFlowException>(async () => await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ClientErrorCode.ListUnsettled, thrown.Code);
    }

    private static Task<IReadOnlyList<ListPage<long>>> Pages(int first, int count, Func<int, ListPage<long>> read) =>
        Task.FromResult<IReadOnlyList<ListPage<long>>>([.. Enumerable.Range(first, count).Select(read)]);

    private static ListPage<long> Page(List<long> all, int page, int size)
        => new([.. all.Skip((page - 1) * size).Take(size)], all.Count, (all.Count + size - 1) / size);
}
