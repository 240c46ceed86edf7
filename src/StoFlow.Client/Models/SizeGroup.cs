using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>Sizes that belong together, such as those of men's jeans.</summary>
public sealed record SizeGroup : IKeepsUnknown
{
    /// <summary>Its id, when the site gives it.</summary>
    public long? Id { get; init; }

    /// <summary>Its name in the site's language.</summary>
    public string? Title { get; init; }

    /// <summary>The sizes in the site's order.</summary>
    public IReadOnlyList<Size> Sizes { get => field ?? []; init; } = [];

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.title</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
