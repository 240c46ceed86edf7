using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>The id that Chromium gives an unpacked extension: of the manifest's key, or else of its folder.</summary>
internal static class ChromiumExtensionId
{
    public static string Of(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        if (!File.Exists(manifest))
            throw new BrowserException($"There is no extension in '{folder}': build the plugin first.");
        var key = JsonNode.Parse(File.ReadAllText(manifest), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })?["key"];
        var source = key is not null
            ? Convert.FromBase64String(key.GetValue<string>())
            : OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(RealPath(folder)) : Encoding.UTF8.GetBytes(RealPath(folder));
        var hex = Convert.ToHexStringLower(SHA256.HashData(source).AsSpan(0, 16));
        return string.Concat(hex.Select(digit => (char)('a' + Convert.ToInt32(digit.ToString(), 16))));
    }

    /// <summary>The folder with every link on the way followed, as Chromium sees it.</summary>
    public static string RealPath(string folder)
    {
        var real = Path.GetPathRoot(Path.GetFullPath(folder))!;
        var parts = Path.GetFullPath(folder)[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts)
        {
            var next = Path.Combine(real, part);
            real = new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
        }

        return real;
    }
}
