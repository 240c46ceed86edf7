namespace StoFlow.Sandbox.Shop;

/// <summary>A colour of the site's list.</summary>
internal sealed record Colour(int Id, string English, int Rgb)
{
    public static readonly Colour[] All =
    [
        new(1, "Black", 0x1B1B1B), new(2, "Brown", 0x6B4423), new(3, "Grey", 0x8C8C8C),
        new(4, "Beige", 0xE0CDA9), new(5, "Pink", 0xE0218A), new(6, "Purple", 0x6A3FA0),
        new(7, "Red", 0xC62828), new(8, "Yellow", 0xF2C230), new(9, "Blue", 0x2F6FC4),
        new(10, "Green", 0x3A8C4D), new(11, "Orange", 0xE6781E), new(12, "White", 0xF4F4F0),
        new(13, "Silver", 0xC0C0C0), new(14, "Gold", 0xCBA135), new(15, "Multicolour", 0xA67BBF),
        new(16, "Khaki", 0x7A7A45), new(17, "Turquoise", 0x2BB3B1), new(20, "Cream", 0xF5EBD3),
        new(21, "Apricot", 0xF3B184), new(22, "Coral", 0xF27059), new(23, "Burgundy", 0x6E1423),
        new(24, "Rose", 0xF0A3B5), new(25, "Lilac", 0xC3A6D8), new(26, "Light blue", 0xA5C8E8),
        new(27, "Navy", 0x1F2A4D), new(28, "Dark green", 0x1F4B33), new(29, "Mustard", 0xC9972B),
        new(30, "Mint", 0xA9DCC3),
    ];

    public static Colour? Find(int id) => Array.Find(All, c => c.Id == id);

    public string Title(string language) => SiteWords.Of(language, English);
}
