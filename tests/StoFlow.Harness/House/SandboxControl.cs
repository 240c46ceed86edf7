using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Harness.House;

/// <summary>The sandbox's control port, as an outside program uses it.</summary>
public sealed class SandboxControl(Uri url) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Where it listens.</summary>
    public Uri Url { get; } = url;

    /// <summary>What really happened after an entry.</summary>
    public async Task<IReadOnlyList<LedgerLine>> LedgerAsync(long after = 0, CancellationToken ct = default) =>
        (await _http.GetFromJsonAsync<LedgerLine[]>($"control/ledger?after={after}", Json, ct))!;

    /// <summary>The last entry's number.</summary>
    public async Task<long> LedgerEndAsync(CancellationToken ct = default) =>
        (await LedgerAsync(ct: ct)) is [.., var last] ? last.Seq : 0;

    /// <summary>The next <paramref name="count"/> API calls meet this fault.</summary>
    public Task FaultAsync(string kind, int count = 1, string? path = null, string? method = null, int? retryAfterS = null, CancellationToken ct = default) =>
        PostAsync("control/faults", new { kind, count, path, method, retry_after_s = retryAfterS }, ct);

    /// <summary>How the pages show the CSRF token from now on.</summary>
    public Task PageAsync(string form, CancellationToken ct = default) => PostAsync("control/page", new { form }, ct);

    /// <summary>Counts by path and status, as the sandbox tells them.</summary>
    public async Task<JsonElement> RequestsAsync(CancellationToken ct = default) =>
        await _http.GetFromJsonAsync<JsonElement>("control/requests", ct);

    /// <summary>The latest requests one by one, after the one of that number.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestLogAsync(long after = 0, CancellationToken ct = default) =>
        [.. (await _http.GetFromJsonAsync<JsonElement>($"control/requests/log?after={after}", ct)).EnumerateArray()];

    /// <summary>The ids of the items that the sandbox holds.</summary>
    public async Task<IReadOnlyList<long>> ItemIdsAsync(CancellationToken ct = default) =>
        [.. (await _http.GetFromJsonAsync<JsonElement>("control/items", ct)).EnumerateArray().Select(item => item.GetProperty("id").GetInt64())];

    /// <summary>The items that the sandbox holds, as they really are.</summary>
    /// <param name="site">Only those on this site; null for all.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<ShopItem>> ItemsAsync(string? site = null, CancellationToken ct = default) =>
        [.. (await _http.GetFromJsonAsync<ShopItem[]>("control/items", Json, ct))!.Where(item => site is null || item.Site == site)];

    /// <summary>One item as it really is.</summary>
    public async Task<ShopItem> ItemAsync(long id, CancellationToken ct = default) => (await ItemsAsync(ct: ct)).Single(item => item.Id == id);

    /// <summary>Any control route.</summary>
    public async Task PostAsync(string path, object body, CancellationToken ct = default)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, ct);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The sandbox refused {path}: {await answer.Content.ReadAsStringAsync(ct)}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}

/// <summary>One entry of the ledger.</summary>
public sealed record LedgerLine(
    long Seq,
    string Method,
    string Path,
    int Status,
    string? Effect,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? ItemId,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] long? PhotoId,
    string? Title,
    JsonElement? Price,
    string? Sha256,
    string? Login = null,
    string? Reason = null);

/// <summary>An item as the sandbox holds it.</summary>
public sealed record ShopItem(
    long Id, string Login, string Site, string State, string Title, decimal Price, string Description, int Views, int Favourites, IReadOnlyList<long> PhotoIds,
    [property: JsonPropertyName("photo_sha256")] IReadOnlyList<string> PhotoSha256);
