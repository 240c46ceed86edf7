using System.Globalization;
using System.Text.RegularExpressions;

namespace StoFlow.Client;

/// <summary>The idempotency key of one photo, and back from it to the upload session.</summary>
internal static partial class PhotoKey
{
    /// <summary>Of the photo that goes up after so many others of the same write.</summary>
    public static string Of(string key, int before) => IdempotencyKey.Derive(key, string.Create(CultureInfo.InvariantCulture, $"photo{before}"));

    /// <summary>How the keys of all photos of a write begin.</summary>
    public static string PrefixOf(string key) => IdempotencyKey.Derive(IdempotencyKey.First(key), "photo");

    /// <summary>
    /// The sessions that a photo with this key can have gone up in, the likelier first, each with how many went up in it before. A key that was
    /// too long to be read back leads to a session that never was.
    /// </summary>
    public static IReadOnlyList<(Guid Session, int Before)> Sessions(string key)
    {
        key = IdempotencyKey.First(key);
        var alone = (DerivedId.Of(key), 0);
        var match = OneOfSeveral().Match(key);
        return match.Success ? [(DerivedId.Of(match.Groups["key"].Value), int.Parse(match.Groups["before"].Value, CultureInfo.InvariantCulture)), alone] : [alone];
    }

    [GeneratedRegex("^(?<key>.+)-photo(?<before>[0-9]{1,3})$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OneOfSeveral();
}
