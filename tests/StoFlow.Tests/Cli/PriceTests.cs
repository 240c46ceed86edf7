using StoFlow.Cli;
using StoFlow.Cli.Prices;
using StoFlow.Client;

namespace StoFlow.Tests.Cli;

public sealed class PriceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stoflow-prices-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(-10, "15.00", "13.50")]
    [InlineData(-10, "12.55", "11.30")]
    [InlineData(5, "9.90", "10.40")]
    [InlineData(-33.3, "10", "6.67")]
    public void Percents_round_as_money(double change, string before, string after) =>
        Assert.Equal(Money(after), new PriceRule.Percent((decimal)change).Apply(1, Money(before)));

    [Theory]
    [InlineData("id,price\n1,12.50\n2,3\n")]
    [InlineData("id;title;price\r\n1;\"Jean; bleu\";12,50\r\n2;x;3\r\n")]
    [InlineData("\uFEFFtitle\tprice\tID\nx\t12.5\t1\ny\t3\t2")]
    [InlineData("id,price,new_price\n1,99,12.50\n2,99,3\n")]
    public void Lists_of_tools_and_spreadsheets_are_read_alike(string text)
    {
        var prices = PriceList.Parse(text, "p.csv");
        Assert.Equal(new Dictionary<long, decimal> { [1] = 12.5m, [2] = 3m }, prices);
    }

    [Theory]
    [InlineData("")]
    [InlineData("title\nx\n")]
    [InlineData("id,price\n1,abc\n")]
    [InlineData("id,price\n1,1.234\n")]
    [InlineData("id,price\n1,-5\n")]
    [InlineData("id,price\n1,5\n1,6\n")]
    [InlineData("id,price\nx,5\n")]
    [InlineData("id,price\n1,12,50\n")]
    [InlineData("id;price\n1;1,234\n")]
    [InlineData("id;price\n1;1.234,50\n")]
    public void A_wrong_list_is_refused_whole(string text) => Assert.Throws<UsageException>(() => PriceList.Parse(text, "p.csv"));

    [Theory]
    [InlineData("anna", "www.vinted.fr")]
    [InlineData(null, null)]
    public async Task What_an_undo_file_holds_comes_back(string? seller, string? site)
    {
        var path = Path.Combine(_folder, "undo.jsonl");
        var run = new PriceRun(PriceRun.ExpectedKind, "r1", DateTimeOffset.UnixEpoch, seller, site);
        PriceChange[] changes = [new(7000000001, "Jean \"droit\"", 28.90m, 26.01m, "EUR"), new(2, "b", 5m, 4.5m, "EUR")];

        await UndoFile.WriteAsync(path, run, changes, TestContext.Current.CancellationToken);
        var (readRun, readChanges) = await UndoFile.ReadAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(run, readRun);
        Assert.Equal(changes, readChanges);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task An_undo_file_is_never_overwritten()
    {
        var path = Path.Combine(_folder, "undo.jsonl");
        await File.WriteAllTextAsync(path, "precious", TestContext.Current.CancellationToken);
        var run = new PriceRun(PriceRun.ExpectedKind, "r1", DateTimeOffset.UnixEpoch, "anna", null);

        await Assert.ThrowsAsync<UsageException>(() => UndoFile.WriteAsync(path, run, [], TestContext.Current.CancellationToken));
        Assert.Equal("precious", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"hello":1}""")]
    [InlineData("{\"kind\":\"stoflow.prices.v1\",\"run\":\"r\",\"at\":\"2026-01-01T00:00:00Z\"}\nnull\n")]
    public async Task Another_file_is_no_undo_file(string text)
    {
        var path = Path.Combine(_folder, "other.jsonl");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<UsageException>(() => UndoFile.ReadAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_plan_holds_only_prices_that_the_site_takes()
    {
        Item[] items = [Item(1, 10.01m), Item(2, 1.05m), Item(3, 900_000m)];

        var (plan, up) = (PricePlan.Of(new PriceRule.Percent(-33.333m), items), PricePlan.Of(new PriceRule.Percent(50), items));

        Assert.Equal([6.67m, 600_003m], plan.Changes.Select(change => change.After));
        Assert.Equal(2, Assert.Single(plan.Skipped).ItemId);
        Assert.Contains("above", Assert.Single(up.Skipped).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_sites_own_trouble_in_a_row_ends_a_run()
    {
        var trouble = new SiteTrouble();
        StoFlowException[] ofTheSite = [new OutcomeUnknownException("x"), Refused(503), Refused(null, ClientErrorCode.Drift), new OutcomeUnknownException("x")];
        Assert.All(ofTheSite, problem => Assert.Null(trouble.Failed(problem)));
        Assert.Null(trouble.Failed(Refused(400)));
        Assert.All(ofTheSite, problem => Assert.Null(trouble.Failed(problem)));
        trouble.Done();
        Assert.All(ofTheSite, problem => Assert.Null(trouble.Failed(problem)));
        Assert.Contains("last words", trouble.Failed(new OutcomeUnknownException("last words")), StringComparison.Ordinal);

        static SiteException Refused(int? status, string code = ClientErrorCode.SiteError) => new(code, "x") { HttpStatus = status };
    }

    private static Item Item(long id, decimal price) => new() { Id = id, Title = "x", Price = new Money(price, "EUR") };

    private static decimal Money(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
