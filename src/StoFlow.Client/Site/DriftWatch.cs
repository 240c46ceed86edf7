using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Holds answers against their shapes. Warns once for each path, so that a changed site does not flood the caller.</summary>
internal sealed class DriftWatch(Action<DriftWarning>? warn)
{
    private readonly ConcurrentDictionary<DriftWarning, bool> _told = new();

    public void Check(JsonElement answer, Shape shape)
    {
        if (shape.FirstMissing(answer) is { } path) throw Missing(shape, path);
        if (warn is null) return;
        foreach (var field in shape.MissingExpected(answer)) Tell(new DriftWarning(shape.Name, field));
    }

    /// <summary>
    /// As the other one, of what is handed to the caller and decides nothing here: a value of another type is drift only where the shape relies on it. Anything else
    /// is a warning, and kept as it came.
    /// </summary>
    /// <param name="part">The part.</param>
    /// <param name="type">What it is to be.</param>
    /// <param name="shape">Of which answer.</param>
    /// <param name="at">Where in the answer it stands.</param>
    public T ReadCarried<T>(JsonElement part, JsonTypeInfo<T> type, Shape shape, string at = "")
        where T : class, IKeepsUnknown
    {
        try
        {
            return part.Deserialize(type) ?? throw Missing(shape, at.Length > 0 ? at : "$");
        }
        catch (JsonException unfit)
        {
            List<string> left = [];
            if (OddParts.Read(part, type, unfit, MayLeave) is not { } read) return Read(part, type, shape, at);
            foreach (var path in left) Tell(new DriftWarning(shape.Name, path) { OfAnotherType = true });
            return read;

            bool MayLeave(string odd)
            {
                var path = OddParts.WithoutIndexes(at.Length > 0 ? $"{at}.{odd}" : odd);
                left.Add(path);
                return !shape.ReliesOn(path);
            }
        }
    }

    /// <summary>Reads a part of a checked answer; a value of another type than the model's is drift too.</summary>
    /// <param name="part">The part.</param>
    /// <param name="type">What it is to be.</param>
    /// <param name="shape">Of which answer.</param>
    /// <param name="at">Where in the answer a list or one of its entries stands.</param>
    public static T Read<T>(JsonElement part, JsonTypeInfo<T> type, Shape shape, string at = "")
        where T : class
    {
        try
        {
            return part.Deserialize(type) ?? throw Missing(shape, at.Length > 0 ? at : "$");
        }
        catch (JsonException unfit)
        {
            var path = at + unfit.Path?.TrimStart('$');
            throw Odd(shape, path.Length > 0 ? path.TrimStart('.') : "?", unfit);
        }
    }

    /// <summary>Reads one value of an answer, such as a flag or a price; one of another kind is drift.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">What it is to be.</param>
    /// <param name="shape">Of which answer.</param>
    /// <param name="path">Where in it.</param>
    public static T Value<T>(JsonElement value, JsonTypeInfo<T> type, Shape shape, string path)
        where T : struct
    {
        try
        {
            return value.Deserialize(type);
        }
        catch (JsonException unfit)
        {
            throw Odd(shape, path, unfit);
        }
    }

    public static SiteException Missing(Shape shape, string path)
        => new(ClientErrorCode.Drift, $"The site's {shape.Name} lacks \"{path}\". The site has changed; look for a newer StoFlow.") { Path = path };

    /// <summary>It is there, and cannot be read.</summary>
    public static SiteException Odd(Shape shape, string path, Exception? why = null)
        => new(ClientErrorCode.Drift, $"The site's {shape.Name} holds another type than known at \"{path}\". The site has changed; look for a newer StoFlow.", why) { Path = path };

    private void Tell(DriftWarning warning)
    {
        if (warn is not null && _told.TryAdd(warning, true)) warn(warning);
    }
}
