namespace StoFlow.Sandbox.Shop;

/// <summary>The names of categories, parcel classes and colours in the site's language. A language that is not here reads them in English.</summary>
internal static class SiteWords
{
    private const string Table = """
        Women|Femmes|Damen|Mujer|Donna|Dames|Kobiety
        Clothing|Vêtements|Kleidung|Ropa|Vestiti|Kleding|Ubrania
        Long dresses|Robes longues|Maxikleider|Vestidos largos|Vestiti lunghi|Lange jurken|Długie sukienki
        Coats|Manteaux|Mäntel|Abrigos|Cappotti|Jassen|Płaszcze
        Blouses|Chemisiers|Blusen|Blusas|Camicette|Blouses|Bluzki
        Skirts|Jupes|Röcke|Faldas|Gonne|Rokken|Spódnice
        Shoes|Chaussures|Schuhe|Zapatos|Scarpe|Schoenen|Buty
        Accessories|Accessoires|Accessoires|Accesorios|Accessori|Accessoires|Dodatki
        Scarves|Écharpes|Schals|Bufandas|Sciarpe|Sjaals|Szaliki
        Belts|Ceintures|Gürtel|Cinturones|Cinture|Riemen|Paski
        Bags|Sacs|Taschen|Bolsos|Borse|Tassen|Torby
        Handbags|Sacs à main|Handtaschen|Bolsos de mano|Borse a mano|Handtassen|Torebki
        Beauty|Beauté|Beauty|Belleza|Bellezza|Beauty|Uroda
        Men|Hommes|Herren|Hombre|Uomo|Heren|Mężczyźni
        Jeans|Jeans|Jeans|Vaqueros|Jeans|Jeans|Dżinsy
        T-shirts|T-shirts|T-Shirts|Camisetas|Magliette|T-shirts|Koszulki
        Jumpers|Pulls|Pullover|Jerséis|Maglioni|Truien|Swetry
        Shirts|Chemises|Hemden|Camisas|Camicie|Overhemden|Koszule
        Kids|Enfants|Kinder|Niños|Bambini|Kinderen|Dzieci
        Entertainment|Divertissement|Unterhaltung|Entretenimiento|Intrattenimento|Entertainment|Rozrywka
        Paperbacks|Livres de poche|Taschenbücher|Libros de bolsillo|Tascabili|Pockets|Książki kieszonkowe
        Men's jeans|Jeans homme|Herrenjeans|Vaqueros de hombre|Jeans da uomo|Herenjeans|Dżinsy męskie
        Small|Petit|Klein|Pequeño|Piccolo|Klein|Mała
        Medium|Moyen|Mittel|Mediano|Medio|Middel|Średnia
        Large|Grand|Groß|Grande|Grande|Groot|Duża
        Very large|Très grand|Sehr groß|Muy grande|Molto grande|Zeer groot|Bardzo duża
        Black|Noir|Schwarz|Negro|Nero|Zwart|Czarny
        Brown|Marron|Braun|Marrón|Marrone|Bruin|Brązowy
        Grey|Gris|Grau|Gris|Grigio|Grijs|Szary
        Beige|Beige|Beige|Beis|Beige|Beige|Beżowy
        Pink|Fuchsia|Pink|Fucsia|Fucsia|Fuchsia|Różowy
        Purple|Violet|Lila|Morado|Viola|Paars|Fioletowy
        Red|Rouge|Rot|Rojo|Rosso|Rood|Czerwony
        Yellow|Jaune|Gelb|Amarillo|Giallo|Geel|Żółty
        Blue|Bleu|Blau|Azul|Blu|Blauw|Niebieski
        Green|Vert|Grün|Verde|Verde|Groen|Zielony
        Orange|Orange|Orange|Naranja|Arancione|Oranje|Pomarańczowy
        White|Blanc|Weiß|Blanco|Bianco|Wit|Biały
        Silver|Argenté|Silber|Plateado|Argento|Zilver|Srebrny
        Gold|Doré|Gold|Dorado|Oro|Goud|Złoty
        Multicolour|Multicolore|Bunt|Multicolor|Multicolore|Meerkleurig|Wielokolorowy
        Khaki|Kaki|Khaki|Caqui|Cachi|Kaki|Khaki
        Turquoise|Turquoise|Türkis|Turquesa|Turchese|Turquoise|Turkusowy
        Cream|Crème|Creme|Crema|Crema|Crème|Kremowy
        Apricot|Abricot|Apricot|Albaricoque|Albicocca|Abrikoos|Morelowy
        Coral|Corail|Koralle|Coral|Corallo|Koraal|Koralowy
        Burgundy|Bordeaux|Bordeaux|Burdeos|Bordeaux|Bordeaux|Bordowy
        Rose|Rose|Rosa|Rosa|Rosa|Roze|Jasnoróżowy
        Lilac|Lila|Flieder|Lila|Lilla|Lila|Liliowy
        Light blue|Bleu clair|Hellblau|Azul claro|Azzurro|Lichtblauw|Jasnoniebieski
        Navy|Marine|Marineblau|Azul marino|Blu scuro|Marineblauw|Granatowy
        Dark green|Vert foncé|Dunkelgrün|Verde oscuro|Verde scuro|Donkergroen|Ciemnozielony
        Mustard|Moutarde|Senfgelb|Mostaza|Senape|Mosterd|Musztardowy
        Mint|Menthe|Mint|Menta|Menta|Mint|Miętowy
        """;

    private static readonly string[] Languages = ["en", "fr", "de", "es", "it", "nl", "pl"];

    private static readonly Dictionary<string, string[]> ByEnglish = Table.Split('\n').Select(line => line.Trim().Split('|')).ToDictionary(row => row[0], StringComparer.Ordinal);

    /// <summary>The word for an English one.</summary>
    public static string Of(string language, string english)
        => ByEnglish.TryGetValue(english, out var row) && Array.IndexOf(Languages, language) is >= 0 and var place ? row[place] : english;
}
