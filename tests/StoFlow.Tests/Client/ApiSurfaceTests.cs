using StoFlow.Client;

namespace StoFlow.Tests.Client;

public sealed class ApiSurfaceTests
{
    /// <summary>A change of the public API shows in the diff of PublicApi.txt: change that file with intent, and never take a line out of it.</summary>
    [Fact]
    public void Public_members_are_those_of_the_list()
    {
        var real = ApiSurface.Describe(typeof(VintedProxyClient).Assembly);
        var listed = File.ReadAllText(ListPath).ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("STOFLOW_WRITE_API") is "1") File.WriteAllText(ListPath, real);
        else Assert.Equal(listed, real);
    }

    // Not the compiler's idea of this file's path: a deterministic build maps that away.
    private static string ListPath => Path.Combine(Repository.Root, "tests", "StoFlow.Tests", "Client", "PublicApi.txt");
}
