using System.Text;
using System.Text.RegularExpressions;

namespace StoFlow.Harness.Secrets;

/// <summary>
/// Listens to everything that the parts of a house say and write, and remembers where a secret was heard: planted ones by their text, the
/// bridge's tokens and the site's by their form. It keeps none of the text, so it can listen for hours.
/// </summary>
public sealed partial class SecretWatch
{
    private const int MostHeard = 50;

    // A shorter text stands somewhere by chance.
    private const int LeastLength = 6;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _planted = new(StringComparer.Ordinal);
    private readonly List<string> _heard = [];

    /// <summary>Where secrets were heard, without the secrets.</summary>
    public IReadOnlyList<string> Heard
    {
        get { lock (_lock) return [.. _heard]; }
    }

    /// <summary>From here on this text must not be heard.</summary>
    /// <param name="name">What to call it when it is.</param>
    /// <param name="secret">At least 6 characters.</param>
    public SecretWatch Plant(string name, string secret)
    {
        if (secret.Length < LeastLength) throw new ArgumentException($"{name} is too short to be told from other text.", nameof(secret));
        lock (_lock) _planted[secret] = name;
        return this;
    }

    /// <summary>Something was said.</summary>
    /// <param name="where">Who said it, such as <c>bridge</c>.</param>
    /// <param name="text">All of it, or a line.</param>
    public void Hear(string where, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        if (BridgeToken().IsMatch(text)) Note(where, "a token of the bridge");
        if (SiteToken().IsMatch(text)) Note(where, "a token of the site");
        lock (_lock)
            foreach (var (secret, name) in _planted)
                if (text.Contains(secret, StringComparison.Ordinal)) Note(where, name);
    }

    /// <summary>Reads every file below a folder as bytes; the store's too.</summary>
    /// <param name="folder">Need not exist.</param>
    /// <param name="except">Names of files that hold a secret on purpose, such as <c>admin.token</c>.</param>
    public void HearFiles(string folder, params string[] except)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (except.Contains(Path.GetFileName(file), StringComparer.Ordinal)) continue;
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Hear(Path.GetRelativePath(folder, file), reader.ReadToEnd());
        }
    }

    /// <summary>Throws when a secret was heard anywhere.</summary>
    /// <exception cref="SecretHeardException">Names each and where; not the secret itself.</exception>
    public void Verify()
    {
        if (Heard is { Count: > 0 } heard) throw new SecretHeardException(heard);
    }

    private void Note(string where, string name)
    {
        var line = $"{name} in {where}";
        lock (_lock)
            if (_heard.Count < MostHeard && !_heard.Contains(line, StringComparer.Ordinal)) _heard.Add(line);
    }

    [GeneratedRegex(@"stf_[A-Za-z0-9_\-]{43}", RegexOptions.NonBacktracking)]
    private static partial Regex BridgeToken();

    [GeneratedRegex(@"eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]{10,}", RegexOptions.NonBacktracking)]
    private static partial Regex SiteToken();
}
