namespace StoFlow.Sandbox.Shop;

/// <summary>A brand. Three ids are the real site's; the rest are invented houses.</summary>
internal sealed record Brand(int Id, string Title)
{
    public static readonly Brand[] All =
    [
        new(1, ""), new(53, "Nike"), new(14, "adidas"), new(10, "Levi's"),
        new(900101, "Maison Aubrac"), new(900102, "Nordholm"), new(900103, "Petit Cirque"), new(900104, "Ateliers Vauban"),
        new(900105, "Lune & Fils"), new(900106, "Brisemer"), new(900107, "Kestrel & Co"), new(900108, "Ödegård"),
        new(900109, "Filature 27"), new(900110, "Tante Odile"), new(900111, "Rive Sauvage"), new(900112, "Żuraw"),
    ];

    public string Slug => Title.ToLowerInvariant().Replace(' ', '-').Replace("'", "", StringComparison.Ordinal).Replace("&", "et", StringComparison.Ordinal);

    public static Brand? Find(int? id) => Array.Find(All, b => b.Id == id);
}
