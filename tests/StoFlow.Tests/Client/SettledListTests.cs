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
            var list = new SettledList<long>((page, _) =>
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
            }, n => n);
            var given = await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            Assert.True(given.Count == given.Distinct().Count(), $"twice, seed {seed}");
            Assert.True(always.IsSubsetOf(given), $"missed, seed {seed}");

            // What was added in front shows too: the first page is looked at again at the end.
            Assert.True(shop.ToHashSet().IsSubsetOf(given), $"a new one missed, seed {seed}");
        }
    }

    [Fact]
    public async Task Pages_read_at_once_miss_nothing_either_whichever_is_answered_first()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var chance = new Random(seed);
            var shop = Enumerable.Range(0, chance.Next(0, 70)).Select(n => (long)n).ToList();
            var always = shop.ToHashSet();
            var (next, changes) = (1000L, chance.Next(0, 4));
            var list = new SettledList<long>(async (page, _) =>
            {
                for (var wait = Random.Shared.Next(4); wait > 0; wait--) await Task.Yield();
                lock (shop)
                {
                    if (page > 1 && changes-- > 0)
                    {
                        if (shop.Count > 0)
                        {
                            always.Remove(shop[chance.Next(shop.Count)]);
                            shop.RemoveAll(n => n < 1000 && !always.Contains(n));
                        }

                        for (var i = chance.Next(3); i > 0; i--) shop.Insert(0, next++);
                    }

                    return Page(shop, page, 10).Result;
                }
            }, n => n) { Ahead = chance.Next(1, 3) };
            var given = await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            Assert.True(given.Count == given.Distinct().Count(), $"twice, seed {seed}");
            Assert.True(always.IsSubsetOf(given), $"missed, seed {seed}");
        }
    }

    [Fact]
    public async Task Two_pages_are_under_way_and_whoever_leaves_leaves_none()
    {
        var under = new List<(int Page, CancellationToken Cancel)>();
        var list = new SettledList<long>((page, cancel) =>
        {
            under.Add((page, cancel));
            return page < 3 ? Task.FromResult(new ListPage<long>([page], 9, 9)) : new TaskCompletionSource<ListPage<long>>().Task;
        }, n => n) { Ahead = 1 };

        await foreach (var n in list.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(n == 1 ? [1] : [1, 2, 3], under.Select(read => read.Page));
            if (n == 2) break;
        }

        Assert.True(under[^1].Cancel.IsCancellationRequested);
    }

    [Fact]
    public async Task A_list_that_never_settles_ends_in_a_clear_error_after_few_passes()
    {
        var calls = 0;
        var list = new SettledList<long>((page, _) =>
        {
            calls++;
            return Task.FromResult(new ListPage<long>([page], calls, 3));
        }, n => n);
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
        var list = new SettledList<long>((page, _) => Task.FromResult(new ListPage<long>([1, 2, 3], 5, 1)), n => n);
        var thrown = await Assert.ThrowsAsync<StoFlowException>(async () => await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ClientErrorCode.ListUnsettled, thrown.Code);
    }

    private static Task<ListPage<long>> Page(List<long> all, int page, int size)
        => Task.FromResult(new ListPage<long>([.. all.Skip((page - 1) * size).Take(size)], all.Count, (all.Count + size - 1) / size));
}
