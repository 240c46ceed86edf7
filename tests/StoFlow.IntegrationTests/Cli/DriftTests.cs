using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Client;
using StoFlow.Protocol.Http;

namespace StoFlow.IntegrationTests.Cli;

/// <summary>A site that says less than it did, or says it otherwise, is told in the outcome, in the metrics and by the doctor, whoever asked and however.</summary>
public sealed class DriftTests
{
    private static CancellationToken Cancel => ToolWorld.Cancel;

    [Theory]
    [InlineData("drop", "view_count", false, "warn", 0)]
    [InlineData("drop", "price", true, "fail", 1)]
    [InlineData("wrap", "view_count", false, "warn", 0)]
    [InlineData("wrap", "title", true, "fail", 1)]
    public async Task A_field_that_is_gone_or_another_is_told_everywhere(string how, string field, bool needed, string verdict, int exitCode)
    {
        var changed = how is "wrap";
        await using var world = await ToolWorld.OpenAsync(items: 3);
        using var client = await ClientAsync(world);
        var user = await client.GetUserDataAsync(Cancel);
        var url = $"https://www.vinted.fr/api/v2/wardrobe/{user.UserId}/items?page=1&per_page=20";
        Assert.Null((await client.ExecuteRequestAsync(url, cancellationToken: Cancel)).Drift);
        Assert.Equal("ok", Verdict((await world.RunAsync("doctor", "--json")).Ended(0).Json));

        await world.ControlAsync("faults", new JsonObject { ["kind"] = "thin_body", ["path"] = "/wardrobe", ["count"] = 2, [how] = new JsonArray(field) });
        var thin = await client.ExecuteRequestAsync(url, cancellationToken: Cancel);
        Assert.True(thin.Success);
        Assert.Equal(new DriftNote("wardrobe page", $"items[].{field}", needed, OfAnotherType: changed), Assert.Single(thin.Drift!));
        var batch = await client.ExecuteBatchAsync([new("https://www.vinted.fr/api/v2/item_upload/colors"), new(url)], cancellationToken: Cancel);
        Assert.Equal(new DriftNote("wardrobe page", $"items[].{field}", needed, 1, changed), Assert.Single(batch.Drift!));

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(world.Bridge.Url, "/metrics"));
        request.Headers.Authorization = new("Bearer", await TokenAsync(world));
        using var metrics = await http.SendAsync(request, Cancel);
        Assert.Contains(
            $"stoflow_site_drift_total{{site=\"www.vinted.fr\",answer=\"wardrobe page\",path=\"items[].{field}\"}} 2", await metrics.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var doctor = (await world.RunAsync("doctor", "--json")).Ended(exitCode).Json;
        Assert.Equal(verdict, Verdict(doctor));
        Assert.Contains($"wardrobe page {(changed ? "with another type at" : "without")} items[].{field} (2 times)", doctor.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_site_answers_every_day_is_no_drift()
    {
        await using var world = await ToolWorld.OpenAsync(items: 20);
        using var client = await ClientAsync(world);
        var user = await client.GetUserDataAsync(Cancel);
        var item = (await client.GetAllProductsAsync(filter: ItemFilter.Active, cancellationToken: Cancel).FirstAsync(Cancel)).Id;
        await world.ControlAsync("sell", new JsonObject { ["item_id"] = item });
        var order = await client.Orders.GetSalesAsync(cancel: Cancel).FirstAsync(Cancel);
        foreach (var form in (string[])["object", "string", "number"])
        {
            await world.ControlAsync("settings", new JsonObject { ["price_form"] = form });
            foreach (var path in (string[])
            [
                $"wardrobe/{user.UserId}/items?page=1&per_page=96", $"wardrobe/items/{item}", $"item_upload/items/{item}", "my_orders?type=sold", $"transactions/{order.TransactionId}",
                "item_upload/catalogs", "item_upload/brands", "item_upload/colors", "item_upload/conditions", "item_upload/size_groups?catalog_ids=50201", "catalogs/50201/package_sizes", "users/current",
            ])
            {
                var answer = await client.ExecuteRequestAsync($"https://www.vinted.fr/api/v2/{path}", cancellationToken: Cancel);
                Assert.True(answer.Success, path);
                Assert.Null(answer.Drift);
            }
        }
    }

    private static string? Verdict(JsonElement doctor)
        => doctor.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() is "site_answers").GetProperty("verdict").GetString();

    private static async Task<string> TokenAsync(ToolWorld world) => (await File.ReadAllTextAsync(world.Bridge.AdminTokenFile, Cancel)).Trim();

    private static async Task<VintedProxyClient> ClientAsync(ToolWorld world)
        => new(world.Bridge.Url.ToString(), await TokenAsync(world), new VintedClientOptions { Seller = ToolWorld.Seller, Site = "www.vinted.fr" });
}
