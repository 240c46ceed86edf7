namespace StoFlow.Tests;

/// <summary>Finds the checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Fixtures => Path.Combine(Root, "protocol", "fixtures");

    public static IEnumerable<string> SourceFiles(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Where(file => !Skipped.Any(part => file.Contains(part, StringComparison.Ordinal)));

    private static readonly string[] Skipped = ["/artifacts/", "/node_modules/", "/obj/", "/bin/", "/.git/", "/dist/"];

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "StoFlow.slnx"))) return folder.FullName;
        return Environment.GetEnvironmentVariable("STOFLOW_ROOT")
            ?? throw new DirectoryNotFoundException("StoFlow.slnx is in no folder above the tests; set STOFLOW_ROOT to the checkout.");
    }
}
