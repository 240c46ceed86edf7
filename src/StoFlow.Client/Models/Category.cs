using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>A category with those below it. Items go into leaves.</summary>
public sealed record Category : IKeepsUnknown
{
    /// <summary>Its id, used as <c>catalog_id</c>.</summary>
    public required long Id { get; init; }

    /// <summary>Its name in the site's language.</summary>
    public required string Title { get; init; }

    /// <summary>Its name for programs, such as <c>WOMEN_ROOT</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The categories below it.</summary>
    public IReadOnlyList<Category> Catalogs { get => field ?? []; init; } = [];

    /// <summary>Nothing is below it: items may go here.</summary>
    [JsonIgnore]
    public bool IsLeaf => Catalogs.Count == 0;

    /// <summary>It and everything below it, from the top.</summary>
    public IEnumerable<Category> All() => Catalogs.SelectMany(below => below.All()).Prepend(this);

    /// <summary>Every further field, as it came; one of another type than known under its path, such as <c>$.code</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
