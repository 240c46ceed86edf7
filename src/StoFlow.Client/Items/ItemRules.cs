namespace StoFlow.Client;

/// <summary>The site's rules as far as they are known, gathered field by field so that all mistakes are told at once.</summary>
internal sealed class ItemRules
{
    public const int MostPhotos = 20;
    private readonly List<FieldMistake> _mistakes = [];

    public IReadOnlyList<FieldMistake> Mistakes => _mistakes;

    public void Title(string? title, int least)
    {
        if (title is null || title.Trim().Length < least) Wrong("title", "Required.");
        else if (title.Length > 100) Wrong("title", $"At most 100 characters; these are {title.Length}.");
        Text("title", title);
    }

    public void Description(string? description, int least)
    {
        if (description is null || description.Trim().Length < least) Wrong("description", "Required.");
        else if (description.Length > 2000) Wrong("description", $"At most 2,000 characters; these are {description.Length}.");
        Text("description", description);
    }

    // JSON has no way to write half of a character, so it would arrive as another one.
    public void Text(string field, string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else
            {
                Wrong(field, $"Half a character at place {i + 1}: a longer text was cut in the middle of an emoji or a rare letter.");
                return;
            }
        }
    }

    public void Brand(long? id, string? words)
    {
        Id("brand_id", id);
        if (id is not null && !string.IsNullOrEmpty(words)) Wrong("brand", "Either a brand of the list or one in own words.");
        Text("brand", words);
    }

    public void Measures(int? width, int? length, string? unit)
    {
        if (width <= 0) Wrong("measurement_width", "More than 0.");
        if (length <= 0) Wrong("measurement_length", "More than 0.");
        Text("measurement_unit", unit);
        if ((width ?? length) is not null && string.IsNullOrWhiteSpace(unit)) Wrong("measurement_unit", "Required with a measurement, such as cm.");
    }

    public void Price(decimal price)
    {
        if (price < 1) Wrong("price", "At least 1.00.");
        else if (price > 1_000_000) Wrong("price", "At most 1,000,000.");
        else if (decimal.Round(price, 2) != price) Wrong("price", "At most two decimals.");
    }

    public void Id(string field, long? id)
    {
        if (id <= 0) Wrong(field, "A positive id is due.");
    }

    public void Condition(long? id, bool required)
    {
        if (id is null && required) Wrong("status_id", "Required: 6 new with tags, 1 new without tags, 2 very good, 3 good, 4 satisfactory, 5 not fully functional.");
        else if (id is < 1 or > 6) Wrong("status_id", "1 to 6: 6 new with tags, 1 new without tags, 2 very good, 3 good, 4 satisfactory, 5 not fully functional.");
    }

    public void Colors(IReadOnlyList<long> ids) => Ids("color_ids", ids, 2);

    public void Materials(IReadOnlyList<long> ids) => Ids("material", ids, 3);

    public void Attributes(IReadOnlyList<ItemAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            Text("item_attributes", attribute?.Code);
            if (string.IsNullOrWhiteSpace(attribute?.Code)) Wrong("item_attributes", "An attribute without a code.");
            else if (attribute.Code is "material") Ids("material", attribute.Ids, 3);
            else Ids($"item_attributes.{attribute.Code}", attribute.Ids, 100);
        }

        if (attributes.GroupBy(attribute => attribute?.Code, StringComparer.Ordinal).FirstOrDefault(group => !string.IsNullOrWhiteSpace(group.Key) && group.Count() > 1) is { } twice)
            Wrong("item_attributes", $"\"{twice.Key}\" twice.");
    }

    public void Shipment(string field, decimal? price)
    {
        if (price < 0) Wrong(field, "Not negative.");
    }

    public void Photos(IReadOnlyList<PhotoSource> photos, int least, int maxBytes)
    {
        if (photos.Count < least) Wrong("photos", "At least one photo.");
        if (photos.Count > MostPhotos) Wrong("photos", $"At most {MostPhotos} photos; these are {photos.Count}.");
        for (var i = 0; i < photos.Count; i++)
            if ((photos[i] is { } photo ? photo.EarlyMistake(maxBytes) : "No photo.") is { } mistake) Wrong($"photos[{i}]", mistake);
        if (photos.Where(photo => photo?.PhotoId is not null).GroupBy(photo => photo.PhotoId).Any(group => group.Count() > 1)) Wrong("photos", "A photo twice.");
    }

    public void Wrong(string field, string message) => _mistakes.Add(new FieldMistake(field, message));

    private void Ids(string field, IReadOnlyList<long> ids, int most)
    {
        if (ids.Count > most) Wrong(field, $"At most {most}; these are {ids.Count}.");
        if (ids.Any(id => id <= 0)) Wrong(field, "Positive ids are due.");
        if (ids.Distinct().Count() != ids.Count) Wrong(field, "One of them twice.");
    }
}
