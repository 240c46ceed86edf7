namespace StoFlow.Sandbox.Shop;

/// <summary>The invented shop's words in one language. Garments are in the order of <see cref="Garment.All"/>.</summary>
internal sealed record Words(string[] Garments, string[] Styles, string[] Sentences)
{
    private static readonly Dictionary<string, Words> ByLanguage = new(StringComparer.Ordinal)
    {
        ["fr"] = new(
            ["Jean droit", "Robe longue", "T-shirt", "Manteau", "Pull torsadé", "Chemisier", "Sac à main", "Écharpe", "Chemise", "Roman de poche", "Jupe", "Ceinture"],
            ["bleu nuit", "années 90", "coupe large", "comme neuf", "brodé", "taille haute", "rayé", "en lin", "cœur", "à fleurs"],
            ["Porté deux ou trois fois, aucun défaut.", "Petite marque invisible à l'intérieur, voir photo.", "Lavé et repassé, maison non-fumeur.", "Envoi soigné sous deux jours.", "Mesures à plat sur demande.\nN'hésitez pas à regarder mes autres articles !"]),
        ["de"] = new(
            ["Gerade Jeans", "Maxikleid", "T-Shirt", "Mantel", "Zopfpullover", "Bluse", "Handtasche", "Schal", "Hemd", "Taschenbuch", "Rock", "Gürtel"],
            ["dunkelblau", "90er", "weit geschnitten", "wie neu", "bestickt", "hohe Taille", "gestreift", "aus Leinen", "süß", "geblümt"],
            ["Nur zwei- oder dreimal getragen.", "Kleiner Fleck innen, siehe Foto.", "Gewaschen und gebügelt, Nichtraucherhaushalt.", "Versand innerhalb von zwei Tagen."]),
        ["es"] = new(
            ["Vaquero recto", "Vestido largo", "Camiseta", "Abrigo", "Jersey de punto", "Blusa", "Bolso", "Bufanda", "Camisa", "Novela de bolsillo", "Falda", "Cinturón"],
            ["azul marino", "años 90", "corte ancho", "como nuevo", "bordado", "talle alto", "a rayas", "de lino", "niña", "de flores"],
            ["Usado dos o tres veces, sin defectos.", "Pequeña marca interior, ver foto.", "Lavado y planchado, casa sin humo.", "Envío en dos días."]),
        ["it"] = new(
            ["Jeans dritti", "Vestito lungo", "Maglietta", "Cappotto", "Maglione a trecce", "Camicetta", "Borsa", "Sciarpa", "Camicia", "Romanzo tascabile", "Gonna", "Cintura"],
            ["blu notte", "anni 90", "taglio ampio", "come nuovo", "ricamato", "vita alta", "a righe", "di lino", "carino", "a fiori"],
            ["Indossato due o tre volte, nessun difetto.", "Piccolo segno all'interno, vedi foto.", "Lavato e stirato, casa non fumatori.", "Spedizione entro due giorni."]),
        ["nl"] = new(
            ["Rechte jeans", "Lange jurk", "T-shirt", "Jas", "Kabeltrui", "Blouse", "Handtas", "Sjaal", "Overhemd", "Pocketboek", "Rok", "Riem"],
            ["donkerblauw", "jaren 90", "wijd model", "zo goed als nieuw", "geborduurd", "hoge taille", "gestreept", "van linnen", "mooi", "met bloemen"],
            ["Twee of drie keer gedragen.", "Klein vlekje aan de binnenkant, zie foto.", "Gewassen en gestreken, rookvrij huis.", "Verzending binnen twee dagen."]),
        ["pl"] = new(
            ["Proste dżinsy", "Długa sukienka", "Koszulka", "Płaszcz", "Sweter w warkocze", "Bluzka", "Torebka", "Szalik", "Koszula", "Powieść", "Spódnica", "Pasek"],
            ["granatowy", "lata 90.", "szeroki krój", "jak nowy", "haftowany", "wysoki stan", "w paski", "lniany", "śliczny", "w kwiaty"],
            ["Noszony dwa lub trzy razy.", "Mały ślad wewnątrz, na zdjęciu.", "Wyprany i wyprasowany.", "Wysyłka w dwa dni."]),
        ["en"] = new(
            ["Straight jeans", "Maxi dress", "T-shirt", "Coat", "Cable jumper", "Blouse", "Handbag", "Scarf", "Shirt", "Paperback", "Skirt", "Belt"],
            ["navy", "90s", "wide fit", "like new", "embroidered", "high waist", "striped", "linen", "lovely", "floral"],
            ["Worn two or three times, no flaws.", "Small mark inside, see photo.", "Washed and ironed, smoke-free home.", "Posted within two days."]),
    };

    public static Words Of(string language) => ByLanguage.GetValueOrDefault(language) ?? ByLanguage["en"];
}
