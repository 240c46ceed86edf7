using System.Globalization;
using StoFlow.Cli.Screens;
using StoFlow.Client;

namespace StoFlow.Cli.Items;

/// <summary>An item in full, for a person.</summary>
internal static class ItemSheet
{
    public static void Show(Screen screen, ItemDetail item)
    {
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{item.Id}  {item.Title}"));
        Row(screen, "price", item.Price?.ToString());
        Row(screen, "condition", item.Status);
        Row(screen, "is", Flags(item));
        Row(screen, "category", Text(item.CatalogId));
        Row(screen, "brand", Text(item.BrandId));
        Row(screen, "size", Text(item.SizeId));
        Row(screen, "colours", string.Join(", ", item.ColorIds.Select(id => Text(id))));
        Row(screen, "parcel", Text(item.PackageSizeId));
        Row(screen, "attributes", string.Join("; ", item.ItemAttributes.Select(one => $"{one.Code} {string.Join(',', one.Ids)}")));
        Row(screen, "photos", string.Join(", ", item.Photos.Select(photo => Text(photo.Id))));
        if (item.Description is { Length: > 0 } description)
        {
            screen.Line();
            screen.Line(description);
        }
    }

    private static void Row(Screen screen, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) screen.Line($"  {name,-12}{value}");
    }

    private static string? Text(long? id) => id?.ToString(CultureInfo.InvariantCulture);

    private static string Flags(ItemDetail item)
    {
        string?[] flags = [item.IsDraft is true ? "draft" : null, item.IsHidden is true ? "hidden" : null, item.IsClosed is true ? item.ItemClosingAction ?? "closed" : null];
        return string.Join(", ", flags.OfType<string>());
    }
}
