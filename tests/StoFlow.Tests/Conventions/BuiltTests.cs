using System.Collections.Frozen;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace StoFlow.Tests.Conventions;

/// <summary>
/// Every test method of the three projects as <c>Class.Method</c>, read from the built assemblies without loading them: two of them stand in
/// folders of their own, with all they need.
/// </summary>
internal static class BuiltTests
{
    private static readonly string[] Projects = ["StoFlow.Tests", "StoFlow.IntegrationTests", "StoFlow.BrowserTests"];

    private static readonly FrozenSet<string> All = Projects.SelectMany(Read).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether there is a test of this name.</summary>
    public static bool Holds(string name) => All.Contains(name);

    private static IEnumerable<string> Read(string project)
    {
        // artifacts/bin/<project>/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var file = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{project}.dll");
        if (!File.Exists(file)) throw new FileNotFoundException($"{project} is not built; build StoFlow.slnx first.", file);
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
            foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
                if (method.GetCustomAttributes().Any(attribute => IsTest(metadata, metadata.GetCustomAttribute(attribute))))
                    yield return $"{metadata.GetString(type.Name)}.{metadata.GetString(method.Name)}";
    }

    private static bool IsTest(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) is "FactAttribute" or "TheoryAttribute";
}
