using System.Diagnostics;
using System.Text.Json.Nodes;

namespace StoFlow.IntegrationTests.Client;

/// <summary>The samples run as their readers run them: as programs, with address and token in the environment.</summary>
public sealed class SamplesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stoflow-samples-").FullName;

    [Fact]
    public async Task First_example_lists_the_shop()
    {
        await using var shop = await ShopFixture.OpenAsync(items: 7);
        var (code, output) = await RunAsync(shop.Bridge, "FirstExample");
        Assert.Equal(0, code);
        Assert.Contains("Login: demo.shop", output, StringComparison.Ordinal);
        Assert.Contains("Total: 7 products", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_example_says_what_to_do_when_something_is_wrong()
    {
        await using var shop = await ShopFixture.OpenAsync(items: 1);
        var (code, output) = await RunAsync(shop.Bridge, "FirstExample", "http://127.0.0.1:1", "token");
        Assert.Equal(1, code);
        Assert.Contains("[bridge_unreachable]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_sync_keeps_a_copy_of_the_shop()
    {
        await using var shop = await ShopFixture.OpenAsync(items: 20);
        var file = Path.Combine(_folder, "products.json");
        var (code, output) = await RunAsync(shop.Bridge, "FullSync", file);
        Assert.Equal((0, true), (code, output.Contains("20 added, 0 changed, 0 gone", StringComparison.Ordinal)));

        var ids = (await shop.ItemsAsync()).Where(item => (string?)item["state"] == "active").Select(item => (long)item["id"]!).ToArray();
        await shop.Client.DeleteProductAsync(ids[0], cancellationToken: ShopFixture.Cancel);
        await shop.Client.UpdateProductAsync(ids[1], price: 77, cancellationToken: ShopFixture.Cancel);
        (code, output) = await RunAsync(shop.Bridge, "FullSync", file);
        Assert.Equal((0, true), (code, output.Contains("19 products", StringComparison.Ordinal)));
        Assert.Contains("0 added, 1 changed, 1 gone", output, StringComparison.Ordinal);
        var copy = JsonNode.Parse(await File.ReadAllTextAsync(file, ShopFixture.Cancel))!.AsObject();
        Assert.Equal(77m, (decimal)copy[ids[1].ToString(System.Globalization.CultureInfo.InvariantCulture)]!["Price"]!);
    }

    [Fact]
    public async Task An_export_that_fails_leaves_no_half_file()
    {
        await using var shop = await ShopFixture.OpenAsync(items: 1);
        var (code, _) = await RunAsync(shop.Bridge, "CsvExport", Path.Combine(_folder, "products.csv"), "http://127.0.0.1:1", "token");
        Assert.Equal(1, code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("CsvExport")]
    [InlineData("FullSync")]
    public async Task What_cannot_be_written_is_said_in_one_line(string sample)
    {
        await using var shop = await ShopFixture.OpenAsync(items: 1);
        var folder = Path.Combine(_folder, "kept.new");
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { Path.Combine(_folder, "none", "products"), Path.Combine(_folder, "kept") })
        {
            var (code, output) = await RunAsync(shop.Bridge, sample, file);
            Assert.True(code == 1, output);
            Assert.Contains(Path.GetFileName(Path.GetDirectoryName(file))!, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("FirstExample", 0)]
    [InlineData("CsvExport", 1)]
    [InlineData("FullSync", 1)]
    [InlineData("MassPriceUpdate", 1)]
    public async Task A_wrong_address_is_said_not_thrown(string sample, int before)
    {
        await using var shop = await ShopFixture.OpenAsync(items: 1);
        var (code, output) = await RunAsync(shop.Bridge, sample, [.. new[] { "10" }[..before], "localhost:8000"]);
        Assert.True(code == 1, output);
        Assert.Contains("Not an address of a bridge", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_copy_of_the_shop_is_left_as_it_is()
    {
        await using var shop = await ShopFixture.OpenAsync(items: 1);
        var file = Path.Combine(_folder, "products.json");
        await File.WriteAllTextAsync(file, "[1]", ShopFixture.Cancel);
        var (code, output) = await RunAsync(shop.Bridge, "FullSync", file);
        Assert.Equal((1, "[1]"), (code, await File.ReadAllTextAsync(file, ShopFixture.Cancel)));
        Assert.Contains("is not a copy", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mass_price_update_changes_what_is_for_sale_and_nothing_else()
    {
        await using var shop = await ShopFixture.OpenAsync(items: 20);
        var before = await shop.ItemsAsync();
        var (code, output) = await RunAsync(shop.Bridge, "MassPriceUpdate", "-10%");
        Assert.True(code == 0, output);
        foreach (var item in await shop.ItemsAsync())
        {
            var old = (decimal)before.Single(one => (long)one["id"]! == (long)item["id"]!)["price"]!;
            var wanted = (string?)item["state"] is "active" or "reserved" ? Math.Max(1, decimal.Round(old * 0.9m, 2)) : old;
            Assert.Equal(wanted, (decimal)item["price"]!);
        }
    }

    [Theory]
    [InlineData("12,50")]
    [InlineData("1,000")]
    [InlineData("-10")]
    [InlineData("10%%")]
    [InlineData("ten")]
    public async Task Mass_price_update_takes_no_number_that_may_mean_another(string wish)
    {
        await using var shop = await ShopFixture.OpenAsync(items: 2);
        var before = (await shop.ItemsAsync()).Select(item => (decimal)item["price"]!).ToArray();

        var (code, output) = await RunAsync(shop.Bridge, "MassPriceUpdate", wish);

        Assert.True(code == 2, output);
        Assert.Equal(before, (await shop.ItemsAsync()).Select(item => (decimal)item["price"]!));
    }

    [Fact]
    public async Task Csv_export_writes_every_item()
    {
        await using var shop = await ShopFixture.OpenAsync(items: 15);
        var file = Path.Combine(_folder, "products.csv");
        var (code, _) = await RunAsync(shop.Bridge, "CsvExport", file);
        Assert.Equal(0, code);
        var lines = await File.ReadAllLinesAsync(file, ShopFixture.Cancel);
        Assert.Equal("id,title,price,currency,brand,size,state,views,favourites", lines[0]);
        Assert.Equal(16, lines.Length);
        foreach (var item in await shop.ItemsAsync()) Assert.Single(lines, line => line.StartsWith((string)item["id"]!.ToString() + ",", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Output)> RunAsync(DirectBridge bridge, string sample, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, sample + ".dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment["STOFLOW_URL"] = bridge.Url;
        start.Environment["STOFLOW_TOKEN"] = DirectBridge.Token;
        using var process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ShopFixture.Cancel);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
