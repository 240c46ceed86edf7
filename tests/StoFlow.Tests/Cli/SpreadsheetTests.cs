using System.Text;
using CsvHelper;
using StoFlow.Cli.Items;

namespace StoFlow.Tests.Cli;

public sealed class SpreadsheetTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("  =1")]
    [InlineData("＝1+1")]
    public async Task A_title_that_looks_like_a_formula_stays_a_text(string title)
    {
        var back = await RoundTripAsync(title);
        Assert.Equal($"'{title}", back);
    }

    [Theory]
    [InlineData("Jean \"droit\", 34; bleu\nligne 2")]
    [InlineData("Robe d'été 👗")]
    [InlineData("a=b")]
    public async Task Any_other_title_comes_back_as_it_is(string title) => Assert.Equal(title, await RoundTripAsync(title));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_mark_of_UTF8_is_there_when_asked_for(bool bom)
    {
        var bytes = await WriteAsync("Jean", bom);
        Assert.Equal(bom, bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble));
    }

    [Fact]
    public async Task Numbers_are_alike_in_every_language()
    {
        var text = Encoding.UTF8.GetString(await WriteAsync("Jean", bom: false));
        Assert.Contains(",28.90,EUR,", text, StringComparison.Ordinal);
    }

    private static async Task<string> RoundTripAsync(string title)
    {
        using var csv = CsvReader.Create(await WriteAsync(title, bom: true));
        Assert.True(csv.Read());
        return csv.GetString("title");
    }

    private static async Task<byte[]> WriteAsync(string title, bool bom)
    {
        using var stream = new MemoryStream();
        await using (var csv = new ItemCsv(stream, bom, ','))
            await csv.WriteAsync(new ItemRow(7000000001, title, 28.9m, "EUR", "on_sale", "Levi's", null, null, 3, null, 1, null), TestContext.Current.CancellationToken);
        return stream.ToArray();
    }
}
