using System.Text.Json;
using StoFlow.Protocol.Policy;

namespace StoFlow.Tests.Protocol;

/// <summary>The list of URL tricks that the plugin's tests read too.</summary>
public sealed class UrlPolicyTests
{
    private static readonly JsonElement Cases =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Fixtures, "urls.json"))).RootElement;

    public static TheoryData<string> Allowed => [.. Texts("allowed")];

    public static TheoryData<string> Refused => [.. Texts("refused")];

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Canonical_urls_of_a_site_pass(string url)
    {
        Assert.Null(SitePolicy.Current.Refuse(url, [], out var site));
        Assert.NotNull(site);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Every_other_url_is_refused(string url) => Assert.NotNull(SitePolicy.Current.Refuse(url, [], out _));

    [Fact]
    public void The_list_holds_at_least_150_tricks() => Assert.True(Refused.Count >= 150);

    [Theory]
    [InlineData(8_192, true)]
    [InlineData(8_193, false)]
    [InlineData(5_000_000, false)]
    public void A_url_is_not_longer_than_8192_characters(int length, bool passes) =>
        Assert.Equal(passes, SitePolicy.Current.Refuse("https://www.vinted.fr/api/v2/".PadRight(length, 'a'), [], out _) is null);

    [Theory]
    [InlineData("/web/api/notifications/", true)]
    [InlineData("/web/api/", true)]
    [InlineData("/web/other/", false)]
    public void A_path_that_the_operator_added_passes(string prefix, bool passes)
    {
        var fault = SitePolicy.Current.Refuse("https://www.vinted.fr/web/api/notifications/unread_count", [prefix], out _);
        Assert.Equal(passes, fault is null);
    }

    [Theory]
    [InlineData("GET", true, false)]
    [InlineData("HEAD", true, false)]
    [InlineData("POST", true, true)]
    [InlineData("DELETE", true, true)]
    [InlineData("TRACE", false, true)]
    [InlineData("CONNECT", false, true)]
    [InlineData("get", false, true)]
    public void Methods_are_a_list_and_all_but_reads_are_writes(string method, bool allowed, bool write)
    {
        Assert.Equal(allowed, SitePolicy.Current.AllowsMethod(method));
        Assert.Equal(write, SitePolicy.IsWrite(method));
    }

    private static IEnumerable<string> Texts(string name) =>
        Cases.GetProperty(name).EnumerateArray().Select(item => item.GetString()!);
}
