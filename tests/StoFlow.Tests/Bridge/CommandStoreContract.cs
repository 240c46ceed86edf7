using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Tests.Bridge;

/// <summary>What every store of commands holds to; one class per store derives from it.</summary>
public abstract class CommandStoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private protected abstract ICommandStore Store { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_comes_back_as_it_was_written()
    {
        var row = Row("01", key: "k") with { Browser = "brw", State = CommandState.Sent, SentAt = Start };
        Assert.Null(await Store.InsertAsync(row, Ct));

        var found = await Store.FindAsync("01", Ct);

        Assert.NotNull(found);
        Assert.Equal(row.Head with { BodyHash = default }, found.Head with { BodyHash = default });
        Assert.Equal(row.Head.BodyHash.ToArray(), found.Head.BodyHash.ToArray());
        Assert.Equal(row.Requests, found.Requests);
        Assert.Equal((CommandState.Sent, "brw", Start), (found.State, found.Browser, found.SentAt));
        Assert.Null(await Store.FindAsync("02", Ct));
    }

    [Fact]
    public async Task A_key_is_its_seller_s_and_its_owner_s()
    {
        Assert.Null(await Store.InsertAsync(Row("01", key: "k"), Ct));
        Assert.Equal("01", (await Store.InsertAsync(Row("02", key: "k"), Ct))?.Head.Id);
        Assert.Null(await Store.InsertAsync(Row("03", key: "k", seller: "other"), Ct));
        Assert.Null(await Store.InsertAsync(Row("04", key: "k", owner: "other"), Ct));
        Assert.Null(await Store.InsertAsync(Row("05"), Ct));
        Assert.Null(await Store.InsertAsync(Row("06"), Ct));

        Assert.Null(await Store.FindAsync("02", Ct));
        Assert.Equal("01", (await Store.FindByKeyAsync("demo", "tok", "k", Ct))?.Head.Id);
        Assert.Null(await Store.FindByKeyAsync("demo", "tok", "x", Ct));
    }

    [Fact]
    public async Task The_records_of_a_seller_who_went_stay_under_another_name_and_their_keys_are_free()
    {
        Assert.Null(await Store.LastIdAsync(Ct));
        await Store.InsertAsync(Row("01", key: "k"), Ct);
        await Store.InsertAsync(Row("02", key: "k", seller: "other"), Ct);

        await Store.RetireSellerAsync("demo", "demo (removed)", Ct);

        Assert.Equal("demo (removed)", (await Store.FindAsync("01", Ct))!.Head.Seller);
        Assert.Equal("other", (await Store.FindAsync("02", Ct))!.Head.Seller);
        Assert.Null(await Store.InsertAsync(Row("03", key: "k"), Ct));
        Assert.Equal("03", await Store.LastIdAsync(Ct));
    }

    [Fact]
    public async Task An_end_is_written_once_and_forgets_the_requests()
    {
        await Store.InsertAsync(Row("01"), Ct);
        await Store.MarkSentAsync("01", "brw", Start);
        await Store.EndAsync(new CommandEnd("01", CommandState.Done, Start.AddSeconds(1), null, null, [1, 2]));
        await Store.EndAsync(new CommandEnd("01", CommandState.Failed, Start.AddSeconds(2), "x", "y", null));
        await Store.MarkSentAsync("01", "other", Start);

        var found = await Store.FindAsync("01", Ct);

        Assert.Equal((CommandState.Done, "brw", Start.AddSeconds(1)), (found!.State, found.Browser, found.EndedAt));
        Assert.Equal([1, 2], found.Answer!);
        Assert.Null(found.Requests);
    }

    [Fact]
    public async Task Only_an_unknown_end_of_the_same_browser_can_be_settled()
    {
        foreach (var id in new[] { "01", "02" })
        {
            await Store.InsertAsync(Row(id), Ct);
            await Store.MarkSentAsync(id, "brw", Start);
        }

        await Store.EndAsync(new CommandEnd("01", CommandState.Unknown, Start, "outcome_unknown", "?", null));
        await Store.EndAsync(new CommandEnd("02", CommandState.Failed, Start, "challenge", "?", null));
        var end = new CommandEnd("01", CommandState.Done, Start, null, null, [1], "journal");

        Assert.False(await Store.SettleAsync(end, "other"));
        Assert.False(await Store.SettleAsync(end with { Id = "02" }, "brw"));
        Assert.True(await Store.SettleAsync(end, "brw"));
        Assert.False(await Store.SettleAsync(end with { State = CommandState.Failed }, "brw"));
        var found = await Store.FindAsync("01", Ct);
        Assert.Equal((CommandState.Done, null, "journal"), (found!.State, found.Code, found.SettledBy));
    }

    [Fact]
    public async Task Pages_are_newest_first_and_filtered()
    {
        for (var i = 0; i < 6; i++) await Store.InsertAsync(Row($"0{i}", seller: i % 2 == 0 ? "even" : "odd"), Ct);
        await Store.EndAsync(new CommandEnd("02", CommandState.Done, Start, null, null, null));

        Assert.Equal(["05", "04"], await Ids(new CommandQuery(null, null, null, 2)));
        Assert.Equal(["03", "02"], await Ids(new CommandQuery(null, null, "04", 2)));
        Assert.Equal(["04", "02", "00"], await Ids(new CommandQuery(["even"], null, null, 10)));
        Assert.Equal(["02"], await Ids(new CommandQuery(["even", "odd"], CommandState.Done, null, 10)));
        Assert.Empty(await Ids(new CommandQuery([], null, null, 10)));
        Assert.Equal(["00", "01", "03", "04", "05"], (await Store.UnendedAsync(Ct)).Select(row => row.Head.Id));

        async Task<IEnumerable<string>> Ids(CommandQuery query) => (await Store.PageAsync(query, Ct)).Select(row => row.Head.Id);
    }

    [Fact]
    public async Task What_is_old_or_too_much_is_forgotten_but_never_what_has_not_ended()
    {
        for (var i = 0; i < 6; i++)
        {
            await Store.InsertAsync(Row($"0{i}"), Ct);
            if (i != 1) await Store.EndAsync(new CommandEnd($"0{i}", CommandState.Done, Start.AddDays(i), null, null, null));
        }

        Assert.Equal(2, await Store.ForgetAsync(Start.AddDays(2.5), 100, Ct));
        Assert.Equal(["05", "04", "03", "01"], (await Store.PageAsync(new CommandQuery(null, null, null, 10), Ct)).Select(row => row.Head.Id));
        Assert.Equal(1, await Store.ForgetAsync(Start, 2, Ct));
        Assert.Equal(["05", "04", "01"], (await Store.PageAsync(new CommandQuery(null, null, null, 10), Ct)).Select(row => row.Head.Id));
    }

    private static CommandRow Row(string id, string? key = null, string seller = "demo", string owner = "tok") => new(
        new CommandHead(
            id, seller, "www.vinted.fr", "EXECUTE_HTTP_REQUEST", "shop", owner, key, new byte[] { 1, 2, 3 }, null, Start, Start.AddSeconds(30)),
        "[1]"u8.ToArray(), CommandState.Queued);
}
