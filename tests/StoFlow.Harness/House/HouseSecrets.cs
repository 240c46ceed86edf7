using System.Text.Json;
using StoFlow.Harness.Browsers;

namespace StoFlow.Harness.House;

/// <summary>What nobody but its owner may see: planted by the sandbox and the bridge themselves, and gathered as a house's life goes on.</summary>
public sealed class HouseSecrets
{
    // Shorter values, such as a language, are no secrets and would be found everywhere.
    private const int Shortest = 12;
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>By a name for the report.</summary>
    public IReadOnlyDictionary<string, string> Known => _known;

    /// <summary>One more.</summary>
    public void Add(string name, string? value)
    {
        if (value is { Length: >= Shortest } && !_known.ContainsValue(value)) _known[$"{name} {_known.Count}"] = value;
    }

    /// <summary>The browser's cookies as they are now, also those that no script may read.</summary>
    public async Task AddCookiesAsync(IBrowser browser, CancellationToken ct)
    {
        foreach (var (name, value) in await browser.CookiesAsync(ct)) Add($"cookie {name}", value);
    }

    /// <summary>The token that the site's page shows to its own scripts.</summary>
    public void AddUser(JsonElement userData)
    {
        foreach (var name in (string[])["csrf_token", "anon_id", "email"])
            if (userData.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) Add(name, value.GetString());
    }
}
