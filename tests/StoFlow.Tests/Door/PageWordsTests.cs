using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pages;
using StoFlow.Protocol;

namespace StoFlow.Tests.Door;

/// <summary>The page says everything in both languages, and carries nothing that its own policy would block.</summary>
public sealed partial class PageWordsTests
{
    private static readonly Dictionary<string, string> French = Words("fr.json");
    private static readonly Dictionary<string, string> English = Words("en.json");

    [Fact]
    public void Both_languages_have_the_same_words() =>
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), French.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Places_for_values_are_the_same_in_both() =>
        Assert.All(French, word => Assert.Equal(Places(English[word.Key]), Places(word.Value)));

    [Fact]
    public void Every_word_that_the_page_uses_exists()
    {
        var used = PageFiles.All.Where(file => file.Key.EndsWith(".js", StringComparison.Ordinal) || file.Key.EndsWith(".html", StringComparison.Ordinal))
            .SelectMany(file => Used().Matches(Text(file.Value)).Select(match => match.Groups["word"].Value));

        Assert.All(used, word => Assert.True(French.ContainsKey(word), word));
    }

    [Fact]
    public void Every_error_and_every_line_of_the_audit_list_has_its_words()
    {
        foreach (var what in Constants(typeof(AuditWords)).Where(word => word.Contains('.', StringComparison.Ordinal)))
            Assert.True(French.ContainsKey($"what_{what.Replace('.', '_')}"), what);
        foreach (var state in Enum.GetNames<CommandState>()) Assert.True(French.ContainsKey($"state_{state.ToLowerInvariant()}"), state);
        foreach (var scope in new[] { "read", "write", "admin" }) Assert.True(French.ContainsKey($"scope_{scope}"), scope);
    }

    [Fact]
    public void Nothing_runs_or_styles_inline()
    {
        var html = Text(PageFiles.All["page.html"]);
        Assert.DoesNotMatch(@"\son[a-z]+=", html);
        Assert.DoesNotMatch(@"\sstyle=|<style", html);
        Assert.DoesNotMatch(@"<script(?![^>]*\ssrc=)", html);
        Assert.All(PageFiles.All.Values, file => Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/2000/svg)", Text(file)));
    }

    [Fact]
    public void No_text_is_ever_read_as_HTML() => Assert.All(
        PageFiles.All.Where(file => file.Key.EndsWith(".js", StringComparison.Ordinal)),
        file => Assert.DoesNotMatch(@"innerHTML\s*=[^=]|insertAdjacentHTML|document\.write|eval\(|outerHTML\s*=", Text(file.Value)));

    [Theory]
    [InlineData("", "fr")]
    [InlineData("fr-FR,fr;q=0.9,en;q=0.8", "fr")]
    [InlineData("en-US,en;q=0.5", "en")]
    [InlineData("en;q=0.4, fr;q=0.6", "fr")]
    [InlineData("de,en;q=0.7", "en")]
    [InlineData("de", "fr")]
    [InlineData("english", "fr")]
    [InlineData(";;;=,,", "fr")]
    public void The_language_is_the_browser_s(string accepted, string language)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = accepted;
        Assert.Equal(language, PageLanguage.Of(context.Request));
    }

    private static Dictionary<string, string> Words(string file) => JsonSerializer.Deserialize<Dictionary<string, string>>(PageFiles.All[file].Bytes)!;

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral && field.FieldType == typeof(string)).Select(field => (string)field.GetValue(null)!);

    private static string Text(PageFile file) => Encoding.UTF8.GetString(file.Bytes);

    private static string Places(string text) => string.Concat(Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\d\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    [GeneratedRegex(@"(?:\bw\('|data-w=""|button\('|field\(')(?<word>[a-z_]+)['""]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Used();
}
