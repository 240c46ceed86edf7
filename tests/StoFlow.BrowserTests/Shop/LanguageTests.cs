using System.Text;
using StoFlow.Client;
using StoFlow.Harness.House;

namespace StoFlow.BrowserTests.Shop;

/// <summary>Texts of every script and prices of several currencies are the same bytes and the same money there and back.</summary>
public abstract class LanguageTests(HouseFixture fixture) : ShopTest(fixture)
{
    private static readonly string[] Titles =
    [
        "Robe d'été à pois, œillets 40 €",
        "Mum's \"brand-new\" jumper – size 10/12",
        "Größe L: Fußballschuhe für Mädchen, ẞ",
        "Żółta sukienka, źdźbło, ćma i jeż",
        "👗🧥 👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣",
        "فستان صيفي \u2067مقاس 38\u2069 שמלה",
        "𝒱𝑖𝑛𝑡𝑎𝑔𝑒 𐍈 𠜎 🂡",
        "Cafe\u0301 combining, Café composed",
        "</script>&amp;\\u0041 \u2028 %20 {{x}}",
    ];

    [Theory]
    [InlineData("www.vinted.fr", "EUR")]
    [InlineData("www.vinted.co.uk", "GBP")]
    [InlineData("www.vinted.pl", "PLN")]
    public async Task Texts_and_prices_come_back_as_they_went(string site, string currency)
    {
        await SignedInAsync(site);
        using var client = House.Client(options => options with { Site = site });
        var made = new Dictionary<long, (string Title, decimal Price)>();
        foreach (var (title, number) in Titles.Select((title, number) => (title, number)))
        {
            var item = Jeans(Photo(70 + number)) with { Title = title, Description = $"{title}\n{title}", Price = 1_234.50m + number };
            made.Add((await client.CreateProductAsync(item, cancellationToken: Ct)).Id, (title, item.Price));
        }

        var listed = await client.GetAllProductsAsync(cancellationToken: Ct).ToDictionaryAsync(item => item.Id, cancellationToken: Ct);
        var there = (await House.Control.ItemsAsync(site, Ct)).ToDictionary(item => item.Id);
        foreach (var (id, (title, price)) in made)
        {
            var detail = await client.Items.GetAsync(id, Ct);
            Assert.Equal(Bytes(title), Bytes(there[id].Title));
            Assert.Equal(Bytes(title), Bytes(listed[id].Title));
            Assert.Equal(Bytes(title), Bytes(detail.Title));
            Assert.Equal(Bytes($"{title}\n{title}"), Bytes(detail.Description));
            Assert.Equal((price, new Money(price, currency), new Money(price, currency)), (there[id].Price, listed[id].Price, detail.Price));
        }
    }

    // A seller has an account of its own on each site, in the same browser.
    private async Task SignedInAsync(string site)
    {
        if (site == House.Options.Site) return;
        var login = $"demo.{site.Split('.')[^1]}";
        await House.Control.PostAsync("control/sellers", new { login, email = $"{login}@example.test", password = SellersHouse.Password, site, items = 5 }, Ct);
        await House.Seller.SignInAsync(site, $"{login}@example.test", SellersHouse.Password, ct: Ct);
    }

    private static string Bytes(string? text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text ?? ""));
}

/// <inheritdoc/>
[Collection<FirefoxHouse>]
public sealed class FirefoxLanguageTests(FirefoxHouse fixture) : LanguageTests(fixture);

/// <inheritdoc/>
[Collection<ChromiumHouse>]
public sealed class ChromiumLanguageTests(ChromiumHouse fixture) : LanguageTests(fixture);
