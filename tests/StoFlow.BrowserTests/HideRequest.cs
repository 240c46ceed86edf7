using System.Text.Json;
using StoFlow.Harness.House;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.BrowserTests;

/// <summary>The change whose body needs no look at the item first.</summary>
internal static class HideRequest
{
    public static RequestBody Of(SellersHouse house, long item) => new(
        $"https://{house.Options.Site}/api/v2/items/{item}/is_hidden", "PUT", Body: JsonElement.Parse("""{"is_hidden":true}"""));

    /// <summary>As a command that may wait for two minutes.</summary>
    public static ExecuteRequest Command(SellersHouse house, long item) => new(
        CommandAction.Request, Seller: house.Options.Seller, Site: house.Options.Site, TimeoutMs: 120_000, Request: Of(house, item));
}
