using System.Reflection;
using StoFlow.Protocol;

namespace StoFlow.Tests.Conventions;

/// <summary>Each error code is explained once, and HTTP knows it.</summary>
public sealed class ErrorCodeTests
{
    public static TheoryData<string> Codes =>
        [.. typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(constant => constant.IsLiteral).Select(constant => (string)constant.GetValue(null)!)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Has_a_section_of_its_own(string code) =>
        Assert.Contains($"\n## {code}\n", File.ReadAllText(Path.Combine(Repository.Root, "docs", "errors.md")), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_http_status_is_the_documented_one(string code)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "errors.md"));
        var section = text[(text.IndexOf($"\n## {code}\n", StringComparison.Ordinal) + 1)..];
        var line = section.Split('\n')[1];
        if (line.StartsWith("HTTP ", StringComparison.Ordinal))
            Assert.StartsWith($"HTTP {ErrorCode.HttpStatus(code)}", line, StringComparison.Ordinal);
        else
            Assert.StartsWith("In a response", line, StringComparison.Ordinal);
    }
}
