using System.Text.Json;
using StoFlow.Harness.House;
using StoFlow.IntegrationTests.Bridge;

namespace StoFlow.IntegrationTests.Door;

/// <summary>The shared list of URL tricks against a running bridge: each is refused with its field, and none reaches the browser.</summary>
public sealed class UrlTrickTests(House house) : IClassFixture<House>
{
    private static readonly JsonElement Lists =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Checkout.Root, "protocol", "fixtures", "urls.json"))).RootElement;

    [Fact]
    public async Task None_reaches_the_browser()
    {
        var tricks = Lists.GetProperty("refused").EnumerateArray().Select(url => url.GetString()!).ToArray();
        Assert.True(tricks.Length >= 150);
        var heard = house.Plugin.Commands.Count;

        foreach (var url in tricks)
        {
            var single = await house.Bridge.ExecuteAsync(new { action = "EXECUTE_HTTP_REQUEST", seller = "anna", request = new { url } });
            var hidden = await house.Bridge.QueueAsync(new
            {
                action = "EXECUTE_BATCH_REQUESTS",
                seller = "anna",
                requests = new[] { new { url = "https://www.vinted.fr/api/v2/users/current" }, new { url } },
            });

            Assert.Contains(single.Text("code"), new[] { "not_allowed_by_policy", "invalid_request" });
            Assert.Contains(hidden.Text("code"), new[] { "not_allowed_by_policy", "invalid_request" });
            Assert.Equal(("request.url", "requests[1].url"), (single.Text("field"), hidden.Text("field")));
        }

        Assert.Equal(heard, house.Plugin.Commands.Count);
        Assert.Empty(house.Bridge.Faults);
    }
}
