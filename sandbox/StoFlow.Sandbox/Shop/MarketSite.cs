namespace StoFlow.Sandbox.Shop;

/// <summary>A national site: its host decides language and currency.</summary>
internal sealed record MarketSite(string Host, string Locale, string Currency, decimal Rate)
{
    private static readonly MarketSite[] List =
    [
        new("www.vinted.fr", "fr-FR", "EUR", 1), new("www.vinted.de", "de-DE", "EUR", 1),
        new("www.vinted.be", "fr-BE", "EUR", 1), new("www.vinted.es", "es-ES", "EUR", 1),
        new("www.vinted.it", "it-IT", "EUR", 1), new("www.vinted.nl", "nl-NL", "EUR", 1),
        new("www.vinted.pl", "pl-PL", "PLN", 4), new("www.vinted.pt", "pt-PT", "EUR", 1),
        new("www.vinted.at", "de-AT", "EUR", 1), new("www.vinted.lu", "fr-LU", "EUR", 1),
        new("www.vinted.cz", "cs-CZ", "CZK", 25), new("www.vinted.sk", "sk-SK", "EUR", 1),
        new("www.vinted.lt", "lt-LT", "EUR", 1), new("www.vinted.se", "sv-SE", "SEK", 11),
        new("www.vinted.dk", "da-DK", "DKK", 7), new("www.vinted.fi", "fi-FI", "EUR", 1),
        new("www.vinted.ro", "ro-RO", "RON", 5), new("www.vinted.hu", "hu-HU", "HUF", 400),
        new("www.vinted.hr", "hr-HR", "EUR", 1), new("www.vinted.gr", "el-GR", "EUR", 1),
        new("www.vinted.co.uk", "en-GB", "GBP", 0.9m), new("www.vinted.com", "en-US", "USD", 1.1m),
        new("www.vinted.ie", "en-IE", "EUR", 1), new("www.vinted.si", "sl-SI", "EUR", 1),
        new("www.vinted.ee", "et-EE", "EUR", 1), new("www.vinted.lv", "lv-LV", "EUR", 1),
    ];

    private static readonly Dictionary<string, MarketSite> ByHost = List.ToDictionary(s => s.Host, StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<MarketSite> All => List;

    public static MarketSite Default => List[0];

    public string Language => Locale[..2];

    public string Country => Locale[3..];

    public string Origin => "https://" + Host;

    /// <summary>The site of a host; loopback names stand for the first one, so that a plain tool can look too.</summary>
    public static MarketSite? Find(string host)
        => ByHost.TryGetValue(host, out var site) ? site
            : host is "127.0.0.1" or "localhost" or "[::1]" ? Default
            : null;
}
