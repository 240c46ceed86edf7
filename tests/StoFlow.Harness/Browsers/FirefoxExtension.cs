using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>
/// The plugin as Firefox takes it: a zip, installed once for good into the profile. A temporary install would be taken
/// away at the end of the run and installed anew at the next, which is not what a person's browser does at a restart.
/// </summary>
internal sealed class FirefoxExtension
{
    private readonly byte[] _archive;

    private FirefoxExtension(string id, byte[] archive)
    {
        Id = id;
        _archive = archive;
    }

    public string Id { get; }

    public static FirefoxExtension Read(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        if (!File.Exists(manifest))
            throw new BrowserException($"There is no extension in '{folder}': build the plugin first.");
        var id = JsonNode.Parse(File.ReadAllText(manifest), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })
            ?["browser_specific_settings"]?["gecko"]?["id"]?.GetValue<string>();
        return new FirefoxExtension(id ?? throw new BrowserException($"'{manifest}' has no browser_specific_settings.gecko.id."), Zip(folder));
    }

    /// <summary>Installs it, unless this profile holds the very same already.</summary>
    public async Task InstallAsync(AutomationSocket socket, string profile, CancellationToken ct)
    {
        var mark = Path.Combine(profile, "stoflow-extension.sha256");
        var hash = Convert.ToHexString(SHA256.HashData(_archive));
        if (File.Exists(mark) && hash.Equals(await File.ReadAllTextAsync(mark, ct), StringComparison.Ordinal))
            return;
        var archive = Path.Combine(profile, "stoflow-extension.xpi");
        await File.WriteAllBytesAsync(archive, _archive, ct);
        try
        {
            await InstallAsync(socket, archive, permanent: true, ct);
            await FirefoxInside.SaveExtensionAsync(socket, Id, ct);
            await File.WriteAllTextAsync(mark, hash, ct);
        }
        catch (BrowserException)
        {
            // Mozilla's release builds insist on a signature here: there it must be temporary, its storage kept by preference.
            await InstallForThisRunAsync(socket, archive, ct);
        }
    }

    private static async Task InstallForThisRunAsync(AutomationSocket socket, string archive, CancellationToken ct)
    {
        try
        {
            await InstallAsync(socket, archive, permanent: false, ct);
        }
        catch (BrowserException e)
        {
            // Then the extension itself is at fault, which only Firefox's console tells.
            throw new BrowserException($"{e.Message}. {await FirefoxInside.ManifestErrorsAsync(socket, ct)}", e);
        }
    }

    private static async Task InstallAsync(AutomationSocket socket, string archive, bool permanent, CancellationToken ct) =>
        await socket.CallAsync(
            "webExtension.install",
            new JsonObject
            {
                ["extensionData"] = new JsonObject { ["type"] = "archivePath", ["path"] = archive },
                ["moz:permanent"] = permanent,
            },
            ct);

    private static byte[] Zip(string folder)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(Path.GetRelativePath(folder, file).Replace('\\', '/'), CompressionLevel.Fastest);
                entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20); // the same content makes the same bytes
                using var target = entry.Open();
                using var source = File.OpenRead(file);
                source.CopyTo(target);
            }
        }

        return bytes.ToArray();
    }
}
