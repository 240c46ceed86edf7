namespace StoFlow.Sandbox.Shop;

/// <summary>Countries by their code: the name in English and the one they have themselves. The runtime has none without its cultures.</summary>
internal static class CountryNames
{
    private const string Table = """
        FR|France|France
        DE|Germany|Deutschland
        BE|Belgium|Belgique
        ES|Spain|España
        IT|Italy|Italia
        NL|Netherlands|Nederland
        PL|Poland|Polska
        PT|Portugal|Portugal
        AT|Austria|Österreich
        LU|Luxembourg|Luxembourg
        CZ|Czechia|Česko
        SK|Slovakia|Slovensko
        LT|Lithuania|Lietuva
        SE|Sweden|Sverige
        DK|Denmark|Danmark
        FI|Finland|Suomi
        RO|Romania|România
        HU|Hungary|Magyarország
        HR|Croatia|Hrvatska
        GR|Greece|Ελλάδα
        GB|United Kingdom|United Kingdom
        US|United States|United States
        IE|Ireland|Ireland
        SI|Slovenia|Slovenija
        EE|Estonia|Eesti
        LV|Latvia|Latvija
        """;

    private static readonly Dictionary<string, string[]> ByCode = Table.Split('\n').Select(line => line.Trim().Split('|')).ToDictionary(row => row[0], StringComparer.Ordinal);

    public static string English(string code) => ByCode[code][1];

    public static string Own(string code) => ByCode[code][2];
}
