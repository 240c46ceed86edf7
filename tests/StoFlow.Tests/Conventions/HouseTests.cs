using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StoFlow.Tests.Conventions;

/// <summary>Who may know whom: between projects, and between the bridge's rooms.</summary>
public sealed partial class HouseTests
{
    [Theory]
    [InlineData("src/StoFlow.Protocol", new string[0])]
    [InlineData("src/StoFlow.Bridge", new[] { "StoFlow.Protocol" })]
    [InlineData("src/StoFlow.Client", new[] { "StoFlow.Protocol" })]
    [InlineData("src/StoFlow.Cli", new[] { "StoFlow.Bridge", "StoFlow.Client", "StoFlow.Sandbox" })]
    [InlineData("sandbox/StoFlow.Sandbox", new string[0])]
    public void A_project_references_only(string project, string[] others)
    {
        var file = Path.Combine(Repository.Root, project, Path.GetFileName(project) + ".csproj");
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        Assert.Equal(others.Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Wire", "Commands|Lanes|Sessions")]
    [InlineData("Sessions", "Commands|Lanes")]
    [InlineData("Lanes", "Commands")]
    [InlineData("Storage", "Lanes|Sessions|Wire")]
    public void A_room_of_the_bridge_knows_nothing_of(string room, string others)
    {
        var forbidden = new Regex($@"^using StoFlow\.Bridge\.({others})\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var folder = Path.Combine(Repository.Root, "src", "StoFlow.Bridge", room);

        Assert.All(Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories), file => Assert.DoesNotMatch(forbidden, File.ReadAllText(file)));
    }

    // FolderFault tells a person what SQLite said at the start.
    [Fact]
    public void Only_the_store_speaks_SQL() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/StoFlow.Bridge/Storage/", StringComparison.Ordinal) && Path.GetFileName(file) != "FolderFault.cs"),
            file => Assert.DoesNotMatch(Sql(), File.ReadAllText(file)));

    [Fact]
    public void The_sandbox_knows_nothing_of_the_product() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(Repository.Root, "sandbox"), "*.cs", SearchOption.AllDirectories),
            file => Assert.DoesNotMatch(Product(), File.ReadAllText(file)));

    [GeneratedRegex(@"Microsoft\.Data\.Sqlite|SQLitePCL|OpenReader|""(SELECT|INSERT|UPDATE|DELETE|PRAGMA) ")]
    private static partial Regex Sql();

    [GeneratedRegex(@"StoFlow\.(Protocol|Bridge|Client|Cli)\b|stoflow\.v1", RegexOptions.ExplicitCapture)]
    private static partial Regex Product();
}
