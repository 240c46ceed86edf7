namespace StoFlow.Sandbox.Shop;

/// <summary>A colour of the site's list.</summary>
internal sealed record Colour(int Id, string English, string French, int Rgb)
{
    public static readonly Colour[] All =
    [
        new(1, "Black", "Noir", 0x1B1B1B), new(2, "Brown", "Marron", 0x6B4423), new(3, "Grey", "Gris", 0x8C8C8C),
        new(4, "Beige", "Beige", 0xE0CDA9), new(5, "Pink", "Fuchsia", 0xE0218A), new(6, "Purple", "Violet", 0x6A3FA0),
        new(7, "Red", "Rouge", 0xC62828), new(8, "Yellow", "Jaune", 0xF2C230), new(9, "Blue", "Bleu", 0x2F6FC4),
        new(10, "Green", "Vert", 0x3A8C4D), new(11, "Orange", "Orange", 0xE6781E), new(12, "White", "Blanc", 0xF4F4F0),
        new(13, "Silver", "Argenté", 0xC0C0C0), new(14, "Gold", "Doré", 0xCBA135), new(15, "Multicolour", "Multicolore", 0xA67BBF),
        new(16, "Khaki", "Kaki", 0x7A7A45), new(17, "Turquoise", "Turquoise", 0x2BB3B1), new(20, "Cream", "Crème", 0xF5EBD3),
        new(21, "Apricot", "Abricot", 0xF3B184), new(22, "Coral", "Corail", 0xF27059), new(23, "Burgundy", "Bordeaux", 0x6E1423),
        new(24, "Rose", "Rose", 0xF0A3B5), new(25, "Lilac", "Lila", 0xC3A6D8), new(26, "Light blue", "Bleu clair", 0xA5C8E8),
        new(27, "Navy", "Marine", 0x1F2A4D), new(28, "Dark green", "Vert foncé", 0x1F4B33), new(29, "Mustard", "Moutarde", 0xC9972B),
        new(30, "Mint", "Menthe", 0xA9DCC3),
    ];

    public static Colour? Find(int id) => Array.Find(All, c => c.Id == id);

    public string Title(string language) => language is "fr" ? French : English;
}
