using System.Text.Json;
using StoFlow.Protocol.Policy;

namespace StoFlow.Tests.Conventions;

/// <summary>The built plugin asks for the sites of the one list: no more, no fewer.</summary>
public sealed class SiteListTests
{
    private static readonly JsonElement Manifest =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "plugin", "dist", "manifest.json"))).RootElement;

    private static readonly string[] Expected = [.. SitePolicy.Current.Sites.Select(site => $"https://{site.Host}/*").Order(StringComparer.Ordinal)];

    [Fact]
    public void Host_permissions_are_the_sites() => Assert.Equal(Expected, Texts(Manifest.GetProperty("host_permissions")));

    [Fact]
    public void Content_scripts_run_on_the_sites() =>
        Assert.Equal(Expected, Texts(Manifest.GetProperty("content_scripts")[0].GetProperty("matches")));

    [Fact]
    public void Plugin_and_bridge_have_one_version()
    {
        var version = typeof(SitePolicy).Assembly.GetName().Version!;
        Assert.Equal($"{version.Major}.{version.Minor}.{version.Build}", Manifest.GetProperty("version").GetString());
    }

    private static IEnumerable<string> Texts(JsonElement list) =>
        list.EnumerateArray().Select(item => item.GetString()!).Order(StringComparer.Ordinal);
}
