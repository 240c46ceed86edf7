using System.Collections;
using System.Globalization;
using StoFlow.Bridge;
using StoFlow.Bridge.Ops;

namespace StoFlow.Tests.Conventions;

/// <summary>docs/operations.md lists every setting with its variable and its default, and no other.</summary>
public sealed class SettingsTableTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md")).Where(line => line.Contains("| `STOFLOW_", StringComparison.Ordinal))];

    // Said in words there.
    private static readonly Dictionary<string, string> Words =
        new(StringComparer.Ordinal) { ["name"] = "the machine's name", ["data_directory"] = "the platform's place, below" };

    [Fact]
    public void Every_setting_stands_with_its_default() => Assert.Equal(
        BridgeSettings.All.Select(setting => $"| `{setting.Name}` | `{setting.Variable}` | {Default(setting)} |").Order(StringComparer.Ordinal),
        Rows.Select(row => string.Join('|', row.Split('|')[..4]) + "|").Order(StringComparer.Ordinal));

    private static string Default(Setting setting)
    {
        if (Words.TryGetValue(setting.Name, out var words)) return words;
        var holder = setting.Group is { } group ? group.GetValue(new BridgeOptions()) : new BridgeOptions();
        return setting.Property.GetValue(holder) switch
        {
            null => "none",
            bool on => on ? "true" : "false",
            string text => text,
            IEnumerable list => string.Join(',', list.Cast<string>()) is { Length: > 0 } texts ? texts : "none",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString()!,
        };
    }
}
