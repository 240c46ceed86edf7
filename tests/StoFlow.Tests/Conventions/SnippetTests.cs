using System.Text.RegularExpressions;

namespace StoFlow.Tests.Conventions;

/// <summary>The README's programs are the samples, which compile and run in the tests.</summary>
public sealed partial class SnippetTests
{
    [Fact]
    public void Snippets_of_the_readme_stand_in_the_samples()
    {
        var snippets = Snippet().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md")));

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Equal(
            File.ReadAllText(Path.Combine(Repository.Root, snippet.Groups["file"].Value)).TrimEnd(), snippet.Groups["code"].Value.TrimEnd()));
    }

    [GeneratedRegex("<!-- (?<file>samples/[^ ]+) -->\\n```csharp\\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Snippet();
}
