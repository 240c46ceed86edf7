using System.Text.Json;
using StoFlow.Cli.Files;
using StoFlow.Cli.Json;
using StoFlow.Client;
using StoFlow.Protocol;

namespace StoFlow.Cli.Items;

/// <summary>A new item as a person writes it: <see cref="ItemFileFields"/> in JSON, photos given beside it.</summary>
internal static class ItemFile
{
    public static NewItem Read(string path, IEnumerable<string> photos)
    {
        if (!File.Exists(path)) throw new UsageException($"{path} is not there.");
        return Parse(TypedFile.Read(path), path) with { Photos = [.. photos.Select(Photo)] };
    }

    public static PhotoSource Photo(string path) =>
        File.Exists(path) ? PhotoSource.FromFile(path) : throw new UsageException($"{path} is not there.");

    internal static NewItem Parse(string text, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("photos", out _))
                throw new UsageException($"{path}: photos are given with --photo, in their order.");
            var fields = json.RootElement.Deserialize(ItemFileJson.Default.ItemFileFields) ?? throw new UsageException($"{path}: an object is due, not null.");
            if (fields.Attributes?.Contains(null!) == true) throw new UsageException($"{path}: attributes: an object with code and ids is due, not null.");
            return fields.ToItem();
        }
        catch (JsonException wrong)
        {
            throw new UsageException($"{path}: {JsonFault.Describe(wrong)} Fields: {Fields}.");
        }
    }

    private static string Fields => string.Join(
        ", ", ItemFileJson.Default.ItemFileFields.Properties.Select(one => one.IsRequired ? $"{one.Name} (required)" : one.Name));
}
