using System.CommandLine;
using StoFlow.Client;

namespace StoFlow.Cli.Items;

/// <summary>How people name the client's filters.</summary>
internal static class FilterWords
{
    public static Option<string> On(Option<string> option)
    {
        option.AcceptOnlyFromAmong("active", "drafts", "sold", "hidden", "all");
        return option;
    }

    public static ItemFilter Parse(string word) => Enum.Parse<ItemFilter>(word, ignoreCase: true);
}
