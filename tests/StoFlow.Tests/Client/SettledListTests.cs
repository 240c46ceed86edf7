using StoFlow.Client;
using StoFlow.Protocol;

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

                return Task.FromResult(Page(shop, page, 10));
            }, n => n);
            var given = await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
            Assert.True(given.Count == given.Distinct().Count(), $"twice, seed {seed}");
            Assert.True(always.IsSubsetOf(given), $"missed, seed {seed}");

            // What was added in front shows too: the first page is looked at again at the end.
            Assert.True(shop.ToHashSet().IsSubsetOf(given), $"a new one missed, seed {seed}");
        }
    }

    [Fact]
    public async Task From_the_second_page_on_the_next_one_is_under_way_while_the_caller_looks()
    {
        var asked = new List<int>();
        var seen = new List<(long Entry, int Asked)>();
        await foreach (var entry in Numbered(4, asked).ReadAllAsync(TestContext.Current.CancellationToken)) seen.Add((entry, asked.Count));

        Assert.Equal([(1, 1), (2, 3), (3, 4), (4, 4)], seen);
        Assert.Equal([1, 2, 3, 4, 1], asked);
    }

    [Fact]
    public async Task No_page_is_asked_for_before_the_last_one_was_good()
    {
        var asked = new List<int>();
        var list = Numbered(8, asked, page => page == 3 ? throw new PersonNeededException(ErrorCode.Challenge, "a check") : Task.CompletedTask);
        var given = new List<long>();
        await Assert.ThrowsAsync<PersonNeededException>(async () =>
        {
            await foreach (var entry in list.ReadAllAsync(TestContext.Current.CancellationToken)) given.Add(entry);
        });

        Assert.Equal([1, 2], given);
        Assert.Equal([1, 2, 3], asked);
    }

    [Fact]
    public async Task A_caller_who_has_enough_leaves_no_reading_behind()
    {
        var givenUp = new TaskCompletionSource();
        var list = new SettledList<long>(
            async (page, token) =>
            {
                if (page < 3) return new ListPage<long>([page], 1, 8, 8);
                await using (token.Register(givenUp.SetResult)) await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException("The wait never ends by itself.");
            },
            n => n);

        Assert.Equal(2, await list.ReadAllAsync(TestContext.Current.CancellationToken).FirstAsync(entry => entry == 2, TestContext.Current.CancellationToken));
        Assert.True(givenUp.Task.IsCompleted);
    }

    [Fact]
    public async Task A_list_that_never_settles_ends_in_a_clear_error_after_few_passes()
    {
        var calls = 0;
        var list = new SettledList<long>((page, _) => Task.FromResult(new ListPage<long>([page], 1, ++calls, 3)), n => n);
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
    public async Task A_total_that_grew_at_the_end_brings_another_pass_though_the_first_page_is_the_same()
    {
        List<long> all = [1, 2];
        var calls = 0;
        var list = new SettledList<long>(
            (page, _) =>
            {
                if (++calls == 3) all.Add(3);
                return Task.FromResult(Page(all, page, 1));
            },
            n => n);

        Assert.Equal([1, 2, 3], await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_total_that_does_not_add_up_is_not_called_complete()
    {
        var list = new SettledList<long>((_, _) => Task.FromResult(new ListPage<long>([1, 2, 3], 3, 5, 1)), n => n);
        var thrown = await Assert.ThrowsAsync<StoFlowException>(async () => await list.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ClientErrorCode.ListUnsettled, thrown.Code);
    }

    // One number on each page, and before it comes whatever the test does.
    private static SettledList<long> Numbered(int pages, List<int> asked, Func<int, Task>? before = null) => new(
        async (page, _) =>
        {
            asked.Add(page);
            if (before is not null) await before(page);
            return new ListPage<long>([page], 1, pages, pages);
        },
        n => n);

    private static ListPage<long> Page(List<long> all, int page, int size)
    {
        List<long> entries = [.. all.Skip((page - 1) * size).Take(size)];
        return new(entries, entries.Count, all.Count, (all.Count + size - 1) / size);
    }
}
