using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>What the site checks before it takes an item; all complaints at once, each with its field.</summary>
internal static class ItemRules
{
    /// <summary>The rules for a published item. A draft may be incomplete: only its photos are checked.</summary>
    public static List<FieldError> Check(ApiCall call, Item item, string? currency)
    {
        var errors = new List<FieldError>();
        var strict = call.Settings.StrictIds;
        Need(item.Title.Trim().Length is > 0 and <= 100, "title", "Le titre doit compter entre 1 et 100 caractères");
        Need(item.Description.Trim().Length is > 0 and <= 2000, "description", "La description doit compter entre 1 et 2000 caractères");
        Need(item.CatalogId > 0 && (!strict || Catalogue.Find(item.CatalogId) is { Children.Length: 0 }), "category", "Choisissez une catégorie");
        Need(item.Price is >= 1 and <= 1_000_000, "price", "Le prix minimum est de 1,00");
        Need(currency is null || string.Equals(currency, call.Site.Currency, StringComparison.Ordinal), "price", $"La devise de ce site est {call.Site.Currency}");
        Need(item.BrandId is null or 1 || item.BrandId > 1 && (!strict || Brand.Find(item.BrandId) is not null), "brand", "Marque inconnue");
        Need(item.ColorIds.Length <= 2 && item.ColorIds.All(c => c > 0 && (!strict || Colour.Find(c) is not null)), "color", "Choisissez au plus deux couleurs");
        Need(PackageSize.All.Any(p => p.Id == item.PackageSizeId), "package_size", "Choisissez le format du colis");
        Need(Condition.Find(ConditionId(call, item)) is not null, "condition", "Indiquez l'état de l'article");
        Need(SizeIsGood(call, item), "size", "Indiquez la taille");
        Need(item.Attributes.All(a => a.Code is not "material" || a.Ids.Length <= 3), "root", "Trois matières au plus");
        return errors;

        void Need(bool good, string field, string text)
        {
            if (!good) errors.Add(new FieldError(field, text));
        }
    }

    /// <summary>The photos of a body: known, one's own, and on no other item. Null with a complaint when they are not.</summary>
    public static (Photo[]? Photos, FieldError? Error) Photos(ApiCall call, long[] ids, Item? existing, bool mayBeNone)
    {
        if (ids.Length == 0 && !mayBeNone) return (null, new FieldError("photos", "Ajoutez au moins une photo"));
        if (ids.Length > 20) return (null, new FieldError("photos", "Vingt photos au plus"));
        if (ids.Distinct().Count() != ids.Length) return (null, new FieldError("photos", "La même photo est donnée deux fois"));
        var photos = new Photo[ids.Length];
        for (var index = 0; index < ids.Length; index++)
        {
            var photo = existing?.Photos.FirstOrDefault(p => p.Id == ids[index]) ?? call.Market.Photos.Loose(ids[index]);
            if (photo is null || photo.AccountId != call.Me.Id)
                return (null, new FieldError("photos", $"La photo {ids[index]} n'existe pas ou est déjà utilisée"));
            photos[index] = photo;
        }

        return (photos, null);
    }

    private static int? ConditionId(ApiCall call, Item item) => call.Settings.DynamicAttributes ? Attribute(item, "condition") : ItemJson.ConditionOf(item);

    private static bool SizeIsGood(ApiCall call, Item item)
    {
        if (Catalogue.Find(item.CatalogId)?.Sizes is not { } group) return true;
        var size = call.Settings.DynamicAttributes ? Attribute(item, "size") : ItemJson.SizeOf(item);
        return size > 0 && (!call.Settings.StrictIds || group.Sizes.Any(s => s.Id == size));
    }

    private static int? Attribute(Item item, string code)
        => item.Attributes.FirstOrDefault(a => string.Equals(a.Code, code, StringComparison.Ordinal)) is { Ids.Length: > 0 } found ? found.Ids[0] : null;
}
