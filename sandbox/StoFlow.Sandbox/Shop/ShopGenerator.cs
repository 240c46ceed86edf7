using System.Collections.Immutable;

namespace StoFlow.Sandbox.Shop;

/// <summary>
/// Fills a shop from a seed: the same seed gives the same titles, prices and states. About one item in
/// thirty is a draft, hidden, reserved or sold; some titles carry emoji, right-to-left text and rare letters.
/// </summary>
internal sealed class ShopGenerator(Account account, IdCounter ids, DateTimeOffset now, int seed)
{
    private static readonly string[] Odd =
    [
        " ✨", " 🌸🧵", " 👗 100 %", " — شال صوف", " (מעיל חורף)", " 𝓋𝒾𝓃𝓉𝒶𝑔𝑒", " «ŁÓDŹ»", " 𠮷野", " 👩‍🎨 fait main", " ½ prix & \"neuf\"",
    ];

    private readonly Random _random = new(seed);
    private readonly Words _words = Words.Of(account.Site.Language);

    public void Fill(int count)
    {
        for (var index = 0; index < count; index++) account.Shop.Add(Make(index, count));
        AddOrders();
    }

    /// <summary>One more plain item on sale, in front of the list.</summary>
    public Item AddOne()
    {
        var item = Make(0, 1);
        account.Shop.Add(item);
        return item;
    }

    private Item Make(int index, int count)
    {
        var kind = Garment.All[_random.Next(Garment.All.Length)];
        var brand = Brand.All[_random.Next(Brand.All.Length)];
        var color = Colour.All[_random.Next(Colour.All.Length)];
        var size = kind.Sizes.Length == 0 ? null : SizeGroup.Find(kind.Sizes[_random.Next(kind.Sizes.Length)]);
        var created = now.AddMinutes(-(count - index) * 97L);
        var word = _words.Garments[kind.Word];
        var title = $"{word} {brand.Title} {_words.Styles[_random.Next(_words.Styles.Length)]}".Trim();
        if (index % 9 == 4) title += Odd[_random.Next(Odd.Length)];
        var hash = index % 31;
        return new Item
        {
            Id = ids.NextItem(),
            AccountId = account.Id,
            Title = title,
            Description = $"{title}. {_words.Sentences[_random.Next(_words.Sentences.Length)]} {_words.Sentences[_random.Next(_words.Sentences.Length)]}",
            Price = Math.Max(1, Math.Round((2 + (_random.Next(12, 900) / 10m)) * account.Site.Rate, _random.Next(3))),
            CatalogId = kind.CatalogId,
            BrandId = brand.Id,
            Brand = brand.Id == 1 ? "" : brand.Title,
            SizeId = size?.Id,
            StatusId = Condition.All[_random.Next(5)].Id,
            ColorIds = _random.Next(4) == 0 ? [color.Id, 12] : [color.Id],
            PackageSizeId = kind.PackageSizeId,
            Attributes = [new ItemAttribute("material", [kind.MaterialId])],
            Photos = Photos(color.Rgb, created),
            IsDraft = hash == 7,
            IsHidden = hash == 11,
            IsReserved = hash == 17,
            IsClosed = hash == 23,
            ClosingAction = hash == 23 ? "sold" : null,
            Views = _random.Next(400),
            Favourites = _random.Next(30),
            CreatedAt = created,
            UpdatedAt = created,
        };
    }

    private ImmutableArray<Photo> Photos(int color, DateTimeOffset created)
    {
        var photos = ImmutableArray.CreateBuilder<Photo>();
        for (var left = 1 + _random.Next(3); left > 0; left--)
        {
            var shade = color ^ (_random.Next(16) * 0x010203);
            photos.Add(new Photo(ids.NextPhoto(), account.Id, 1200, 1600, shade, created.ToUnixTimeSeconds()));
        }

        return photos.ToImmutable();
    }

    private void AddOrders()
    {
        string[] ends = ["completed", "completed", "waiting", "failed", "needs_action"];
        var place = 0;
        foreach (var item in account.Shop.Items.Where(i => i is { IsClosed: true, ClosingAction: "sold" }))
        {
            // Buyer and end by its place, not by its id: ids go on after a reset, and the same seed would give other orders.
            place++;
            var id = ids.NextTransaction();
            account.Shop.Orders.Add(new Order(id, id - 1_000_000_000, item, $"acheteur_{place * 37 % 977}", item.CreatedAt.AddDays(2), ends[place % ends.Length]));
        }
    }
}
