using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoFlow.Protocol.Policy;

/// <summary>Which hosts, methods and paths a command may touch: <c>protocol/policy.json</c>, read here and by the plugin.</summary>
public sealed class SitePolicy
{
    private readonly FrozenDictionary<string, Site> _sites;
    private readonly FrozenSet<string> _methods;

    private SitePolicy(PolicyFile file)
    {
        Sites = file.Sites;
        Paths = file.Paths;
        _sites = file.Sites.ToFrozenDictionary(site => site.Host, StringComparer.Ordinal);
        _methods = file.Methods.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The list of this package.</summary>
    public static SitePolicy Current { get; } = Load();

    /// <summary>Every site, in the list's order; the first is the default.</summary>
    public IReadOnlyList<Site> Sites { get; }

    /// <summary>Path prefixes that pass without anybody's consent.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The site of a host, or null.</summary>
    public Site? Find(string host) => _sites.GetValueOrDefault(host);

    /// <summary>Whether a method may be used at all.</summary>
    public bool AllowsMethod(string method) => _methods.Contains(method);

    /// <summary>Whether a command with this method changes something.</summary>
    public static bool IsWrite(string method) => method is not ("GET" or "HEAD");

    /// <summary>Whether a text can be a prefix beyond the list: not the whole site, and in the one spelling that paths have.</summary>
    public static bool IsPrefix(string text) =>
        text.Length > 2 && text[0] == '/' && text[^1] == '/' && !text.Contains('?', StringComparison.Ordinal) && CanonicalUrl.Fault($"https://site{text}") is null;

    /// <summary>Checks a URL; <c>null</c> when it passes, else what is wrong with it, for a person.</summary>
    /// <param name="url">As the caller wrote it; never repaired.</param>
    /// <param name="morePaths">Prefixes that the operator added.</param>
    /// <param name="site">The site it belongs to.</param>
    public string? Refuse(string url, IReadOnlyList<string> morePaths, out Site? site)
    {
        site = null;
        if (CanonicalUrl.Fault(url) is { } fault) return fault;
        var (host, path) = CanonicalUrl.Split(url);
        site = Find(host);
        if (site is null) return $"the host is not a site of the list ({Sites[0].Host}, …)";
        foreach (var prefix in Paths)
            if (path.StartsWith(prefix, StringComparison.Ordinal)) return null;
        foreach (var prefix in morePaths)
            if (path.StartsWith(prefix, StringComparison.Ordinal)) return null;
        return $"the path does not begin with {string.Join(" or ", Paths)}";
    }

    private static SitePolicy Load()
    {
        using var stream = typeof(SitePolicy).Assembly.GetManifestResourceStream("policy.json")!;
        return new SitePolicy(JsonSerializer.Deserialize(stream, PolicyJson.Default.PolicyFile)!);
    }
}

internal sealed record PolicyFile(IReadOnlyList<Site> Sites, IReadOnlyList<string> Paths, IReadOnlyList<string> Methods);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PolicyFile))]
internal sealed partial class PolicyJson : JsonSerializerContext;
