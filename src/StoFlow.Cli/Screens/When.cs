using System.Globalization;

namespace StoFlow.Cli.Screens;

/// <summary>Times for people, in UTC as everywhere in the contract.</summary>
internal static class When
{
    public static string Text(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
