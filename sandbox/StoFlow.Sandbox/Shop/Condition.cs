namespace StoFlow.Sandbox.Shop;

/// <summary>An item's condition; its title is shown in the page's language.</summary>
internal sealed record Condition(int Id, Dictionary<string, string> Titles)
{
    public static readonly Condition[] All =
    [
        Make(6, "New with tags", "Neuf avec étiquette", "Neu mit Etikett", "Nuevo con etiquetas", "Nuovo con cartellino", "Nieuw met prijskaartje", "Nowy z metką"),
        Make(1, "New without tags", "Neuf sans étiquette", "Neu ohne Etikett", "Nuevo sin etiquetas", "Nuovo senza cartellino", "Nieuw zonder prijskaartje", "Nowy bez metki"),
        Make(2, "Very good", "Très bon état", "Sehr gut", "Muy bueno", "Ottime", "Heel goed", "Bardzo dobry"),
        Make(3, "Good", "Bon état", "Gut", "Bueno", "Buone", "Goed", "Dobry"),
        Make(4, "Satisfactory", "Satisfaisant", "Zufriedenstellend", "Satisfactorio", "Discrete", "Redelijk", "Zadowalający"),
        Make(5, "Not fully functional", "Pas entièrement fonctionnel", "Nicht voll funktionsfähig", "No del todo funcional", "Non del tutto funzionante", "Niet volledig werkend", "Nie w pełni sprawny"),
    ];

    public static Condition? Find(int? id) => Array.Find(All, c => c.Id == id);

    public string Title(string language) => Titles.GetValueOrDefault(language) ?? Titles["en"];

    private static Condition Make(int id, string en, string fr, string de, string es, string it, string nl, string pl)
        => new(id, new(StringComparer.Ordinal) { ["en"] = en, ["fr"] = fr, ["de"] = de, ["es"] = es, ["it"] = it, ["nl"] = nl, ["pl"] = pl });
}
