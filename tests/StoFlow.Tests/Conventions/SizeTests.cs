namespace StoFlow.Tests.Conventions;

/// <summary>Files stay small enough to read in one go.</summary>
public sealed class SizeTests
{
    private const int Most = 400;
    private const int MostInTests = 600;
    private const int MostMedian = 60;
    private static readonly string[] Patterns = ["*.cs", "*.ts", "*.mjs", "*.js", "*.css", "*.sh"];

    [Fact]
    public void No_file_is_over_the_limit()
    {
        var over = Files().Select(file => (file, lines: File.ReadLines(file).Count()))
            .Where(found => found.lines > (IsTest(found.file) ? MostInTests : Most))
            .Select(found => $"{found.lines} {Path.GetRelativePath(Repository.Root, found.file)}");

        Assert.Empty(over);
    }

    [Fact]
    public void The_median_of_the_sources_stays_small()
    {
        var lines = Files().Where(file => !IsTest(file)).Select(file => File.ReadLines(file).Count()).Order().ToArray();

        Assert.True(lines[lines.Length / 2] <= MostMedian, $"the median is {lines[lines.Length / 2]} lines");
    }

    private static IEnumerable<string> Files() => Patterns.SelectMany(Repository.SourceFiles);

    private static bool IsTest(string file) => file.Contains("/tests/", StringComparison.Ordinal) || file.Contains("/test/", StringComparison.Ordinal);
}
