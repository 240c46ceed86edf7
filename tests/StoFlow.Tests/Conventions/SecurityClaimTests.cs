using System.Text.RegularExpressions;

namespace StoFlow.Tests.Conventions;

/// <summary>Each claim of docs/security.md names tests, and they exist.</summary>
public sealed partial class SecurityClaimTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));

    public static TheoryData<string> Rows =>
    [
        .. Text[Text.IndexOf("## What proves it", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| claim |", StringComparison.Ordinal) && !Heading().IsMatch(line)),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_claim_names_tests_that_exist(string row)
    {
        var proof = row.Split('|')[2];
        var methods = Method().Matches(proof).Select(match => match.Groups["name"].Value).ToArray();
        var titles = Title().Matches(proof).Select(match => match.Groups["title"].Value).ToArray();

        Assert.True(methods.Length + titles.Length > 0, "the row names no test");
        Assert.All(methods, method => Assert.True(BuiltTests.Holds(method), $"{method} is no test"));
        Assert.All(titles, title => Assert.Contains(PluginTests, text => text.Contains($"\"{title}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void There_are_claims() => Assert.True(Rows.Count > 40);

    private static IReadOnlyList<string> PluginTests { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "plugin", "test"), "*.test.ts").Select(File.ReadAllText)];

    [GeneratedRegex(@"^\| \*\*.+\*\* \| \|$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"`(?<name>\w+\.\w+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Method();

    [GeneratedRegex(@"(?<!\*)\*(?<title>[^*]+)\*(?!\*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Title();
}
