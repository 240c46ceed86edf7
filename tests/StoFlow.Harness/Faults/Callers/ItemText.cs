using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Client;
using StoFlow.Protocol.Http;

namespace StoFlow.Harness.Faults.Callers;

/// <summary>An item as a caller wants it, and the requests that the site takes for it. Its title is the mark of the try.</summary>
internal sealed record ItemText(string Site, string Title, decimal Price, long? PhotoId)
{
    private const string Words = "Jean droit, très bon état. Envoi rapide.";
    private const int Catalog = 257;
    private const int Brand = 10;
    private const int Size = 1643;
    private const int Condition = 2;
    private const int Color = 27;
    private const int Parcel = 2;

    /// <summary>For the typed operations and for looking at the shop.</summary>
    public NewItem AsNew => new()
    {
        Title = Title, Description = Words, Price = Price, CatalogId = Catalog, BrandId = Brand, SizeId = Size, StatusId = Condition,
        ColorIds = [Color], PackageSizeId = Parcel, Photos = PhotoId is { } photo ? [PhotoSource.Uploaded(photo)] : [],
    };

    public RequestBody Create() => Send("POST", "item_upload/items", Form("item", null));

    public RequestBody CreateDraft() => Send("POST", "item_upload/drafts", Form("draft", null));

    public RequestBody Replace(long itemId) => Send("PUT", $"item_upload/items/{Text(itemId)}", Form("item", itemId));

    public RequestBody Delete(long itemId) => Send("POST", $"items/{Text(itemId)}/delete", null);

    public RequestBody DeleteDraft(long itemId) => Send("DELETE", $"item_upload/drafts/{Text(itemId)}", null);

    public RequestBody SetHidden(long itemId, bool hidden) => Send("PUT", $"items/{Text(itemId)}/is_hidden", new JsonObject { ["is_hidden"] = hidden });

    /// <summary>An upload; the session tells it apart when looked for.</summary>
    public RequestBody Upload(byte[] photo, string session) => new(
        Url("photos"), "POST", Body: JsonSerializer.SerializeToElement(new JsonObject { ["photo[type]"] = "item", ["photo[temp_uuid]"] = session }),
        ContentType: "multipart", Files: [new RequestFile("photo[file]", "photo.jpg", "image/jpeg", Convert.ToBase64String(photo))]);

    /// <summary>The uploads of a session that are on no item.</summary>
    public RequestBody Uploads(string session) => new(Url($"photos?temp_uuid={session}"));

    private JsonObject Form(string name, long? id) => new()
    {
        [name] = new JsonObject
        {
            ["id"] = id, ["currency"] = "EUR", ["title"] = Title, ["description"] = Words, ["price"] = Price, ["catalog_id"] = Catalog,
            ["brand_id"] = Brand, ["size_id"] = Size, ["status_id"] = Condition, ["color_ids"] = new JsonArray(Color), ["package_size_id"] = Parcel,
            ["assigned_photos"] = PhotoId is { } photo ? new JsonArray(new JsonObject { ["id"] = photo, ["orientation"] = 0 }) : [],
        },
    };

    private RequestBody Send(string method, string path, JsonObject? body) =>
        new(Url(path), method, Body: body is null ? null : JsonSerializer.SerializeToElement(body));

    private string Url(string path) => $"https://{Site}/api/v2/{path}";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
