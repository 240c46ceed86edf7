using System.Text.Json;
using System.Text.Json.Nodes;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Control;

/// <summary>What makes no sense in a request for a new or changed world; looked for before anybody is held up.</summary>
internal static class WorldChecks
{
    public const int MostItems = 200_000;
    private const int MostSellers = 1_000;

    /// <summary>The seller that a reset names, by login or in full.</summary>
    public static SellerRequest Seller(JsonElement? given) => given is not { } element ? new SellerRequest() : element.ValueKind switch
    {
        JsonValueKind.String => Checked(new SellerRequest { Login = element.GetString() }),
        JsonValueKind.Object => Checked(ControlFit.Read(JsonObject.Create(element)!, ControlJson.Default.SellerRequest)),
        _ => throw new MistakeException("seller", "seller is a login or an object."),
    };

    public static SellerRequest Checked(SellerRequest given)
    {
        Range(given.Items ?? 0, "items");
        if (given.Login is { } login && string.IsNullOrWhiteSpace(login)) throw new MistakeException("seller", "seller: a login is not empty; leave it out to keep the first account's.");
        if (given.Email is { } email && string.IsNullOrWhiteSpace(email)) throw new MistakeException("email", "email is not empty; leave it out for one made up.");
        if (given.Site is { } site && MarketSite.Find(site) is null) throw new MistakeException("site", $"site: no site \"{site}\"; write one such as www.vinted.fr.");
        return given;
    }

    /// <summary>The accounts that are to stand in place of all: each with its own names, and together no more than fits.</summary>
    public static SellerOptions[] Several(SellerRequest?[] given, int items)
    {
        if (given.Length > MostSellers) throw new MistakeException("sellers", $"sellers are at most {MostSellers}.");
        var made = given.Select(one => Checked(one ?? throw new MistakeException("sellers", "sellers: one of them is null.")).AsNew()).ToArray();
        if (made.Sum(one => (long)(one.Items ?? items)) > MostItems) throw new MistakeException("items", $"items of all sellers are at most {MostItems} together.");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in made.SelectMany(one => one.Names))
            if (!names.Add(name)) throw new MistakeException("sellers", $"sellers: two of them are named \"{name}\".");
        return made;
    }

    public static void Check(MoveRequest given)
    {
        Range(given.Add, "add");
        Range(given.Remove, "remove");
        Range(given.ToFront, "to_front");
        Ids(given.RemoveIds, "remove_ids");
        Ids(given.ToFrontIds, "to_front_ids");
        if (given.BeforePage is < 1 or > 1_000_000) throw new MistakeException("before_page", "before_page is 1 to 1000000.");
    }

    private static void Range(int value, string field)
    {
        if (value is < 0 or > MostItems) throw new MistakeException(field, $"{field} is 0 to {MostItems}.");
    }

    private static void Ids(long[] ids, string field)
    {
        if (ids.Length > MostItems) throw new MistakeException(field, $"{field} are at most {MostItems}.");
        if (ids.Distinct().Count() != ids.Length) throw new MistakeException(field, $"{field} names an item twice.");
    }
}
