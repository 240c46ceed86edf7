using System.Globalization;
using System.Text.RegularExpressions;

namespace StoFlow.Cli.Resolving;

/// <summary>Which write a line of the audit list speaks of: <c>ID ACTION METHOD host/path</c>. Of several requests nobody can say by one item whether they happened.</summary>
internal sealed partial record WrittenTo(WriteKind Kind, long ItemId)
{
    public static WrittenTo Parse(string subject)
    {
        var match = Path().Match(subject);
        if (!match.Success) return new WrittenTo(WriteKind.Other, 0);
        var (method, path) = (match.Groups["method"].Value, match.Groups["path"].Value);
        var id = long.TryParse(match.Groups["id"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var kind = (method, path) switch
        {
            ("POST", "photos") => WriteKind.Photo,
            ("POST", "item_upload/items") => WriteKind.Create,
            ("POST", "item_upload/drafts") => WriteKind.CreateDraft,
            ("POST", _) when path.EndsWith("/completion", StringComparison.Ordinal) => WriteKind.Publish,
            ("POST", _) when path.StartsWith("items/", StringComparison.Ordinal) && path.EndsWith("/delete", StringComparison.Ordinal) => WriteKind.Delete,
            ("DELETE", _) when id > 0 && path[..^match.Groups["id"].Length] is "items/" or "item_upload/drafts/" => WriteKind.Delete,
            ("PUT", _) when path.EndsWith("/is_hidden", StringComparison.Ordinal) => WriteKind.Hide,
            ("PUT", _) when path.StartsWith("item_upload/", StringComparison.Ordinal) => WriteKind.Update,
            _ => WriteKind.Other,
        };
        return new WrittenTo(kind, id);
    }

    [GeneratedRegex("^[^ ]+ [A-Z_]+ (?<method>POST|PUT|DELETE|PATCH) [^ ,]*/api/v2/(?<path>[a-z_]+(/[a-z_]+)?(/(?<id>[0-9]+))?(/[a-z_]+)?)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Path();
}
