namespace StoFlow.Cli.Items;

/// <summary>Text of the site for a spreadsheet: a title such as <c>=HYPERLINK(…)</c> must stay a text.</summary>
internal static class SpreadsheetText
{
    // The marks that a formula may begin with, the wide forms included (some spreadsheets fold them).
    private const string Marks = "=+-@\t\r\n＝＋－＠";

    public static string? Safe(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;

        // Spaces before it do not help in every program.
        var first = text.AsSpan().TrimStart(' ');
        return first.Length > 0 && Marks.Contains(first[0], StringComparison.Ordinal) ? $"'{text}" : text;
    }
}
