using System.Text.Json.Nodes;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>The complete body of a create or edit.</summary>
internal static class TestItem
{
    public static JsonObject Body(string title, decimal price, params long[] photos) => new()
    {
        ["item"] = Fields(title, price, photos),
        ["feedback_id"] = null,
        ["push_up"] = false,
        ["parcel"] = null,
        ["upload_session_id"] = Guid.NewGuid().ToString(),
    };

    public static JsonObject Draft(string title, decimal price, params long[] photos) => new() { ["draft"] = Fields(title, price, photos), ["parcel"] = null };

    private static JsonObject Fields(string title, decimal price, long[] photos) => new()
    {
        ["id"] = null,
        ["currency"] = "EUR",
        ["title"] = title,
        ["description"] = "Porté deux fois. ref:test-1",
        ["catalog_id"] = 257,
        ["brand_id"] = 10,
        ["brand"] = "",
        ["size_id"] = 1643,
        ["status_id"] = 2,
        ["color_ids"] = new JsonArray(27),
        ["price"] = price,
        ["package_size_id"] = 2,
        ["assigned_photos"] = new JsonArray([.. photos.Select(id => new JsonObject { ["id"] = id, ["orientation"] = 0 })]),
        ["item_attributes"] = new JsonArray(new JsonObject { ["code"] = "material", ["ids"] = new JsonArray(44, 303) }),
    };
}
