using System.Globalization;
using System.Text.Json;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>The photo object inside items and orders.</summary>
internal static class PhotoJson
{
    private static readonly (string Type, int Width, int Height)[] Thumbnails =
        [("thumb70x100", 70, 100), ("thumb150x210", 150, 210), ("thumb310x430", 310, 430), ("thumb364x428", 364, 428), ("thumb624x428", 624, 428)];

    public static void Write(Utf8JsonWriter json, Photo photo, int number, string origin)
    {
        json.WriteStartObject();
        json.WriteNumber("id", photo.Id);
        json.WriteNumber("image_no", number);
        json.WriteNumber("width", photo.Width);
        json.WriteNumber("height", photo.Height);
        json.WriteString("url", photo.Url(origin, "f800"));
        json.WriteString("full_size_url", photo.Url(origin, null));
        json.WriteBoolean("is_main", number == 1);
        json.WriteString("dominant_color", photo.ColorCode);
        json.WriteString("dominant_color_opaque", photo.ColorCode);
        json.WriteStartObject("high_resolution");
        json.WriteString("id", photo.Id.ToString("x", CultureInfo.InvariantCulture));
        json.WriteNumber("timestamp", photo.Timestamp);
        json.WriteNumber("orientation", photo.Orientation);
        json.WriteEndObject();
        json.WriteFlags(false, "is_suspicious", "is_hidden");
        json.WriteNumber("orientation", photo.Orientation);
        json.WriteString("temp_uuid", photo.TempUuid);
        json.WriteStartArray("thumbnails");
        foreach (var (type, width, height) in Thumbnails)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("url", photo.Url(origin, type[5..]));
            json.WriteNumber("width", width);
            json.WriteNumber("height", height);
            json.WriteNull("original_size");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("extra");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
