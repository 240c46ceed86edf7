using System.Text.RegularExpressions;

namespace StoFlow.Tests.Conventions;

/// <summary>Words and addresses that must not stay in the sources.</summary>
public sealed partial class TidyTests
{
    private static readonly string[] Patterns = ["*.cs", "*.ts", "*.mjs", "*.md", "*.json", "*.sh", "*.html", "*.css", "*.csproj", "*.props"];

    [Fact]
    public void Nothing_is_marked_unfinished() => Assert.Empty(Find(Unfinished(), ["*.cs", "*.ts", "*.mjs"]));

    [Fact]
    public void No_registry_host_stands_anywhere() => Assert.Empty(Find(Registry(), Patterns));

    private static IEnumerable<string> Find(Regex pattern, string[] files) =>
        files.SelectMany(Repository.SourceFiles)
            .Where(file => !file.EndsWith(nameof(TidyTests) + ".cs", StringComparison.Ordinal) && pattern.IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"registry\.npmjs|api\.nuget\.org|deb\.debian\.org", RegexOptions.ExplicitCapture)]
    private static partial Regex Registry();
}
