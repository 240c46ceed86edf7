namespace StoFlow.Bridge.Ops;

/// <summary>Up to three labels of a measurement. An instrument uses the same ones each time, so a value needs no look at their names.</summary>
internal readonly record struct MetricLabels(string? First, string? Second, string? Third)
{
    private readonly string[]? _names = null;

    private MetricLabels(string[] names, string? first, string? second, string? third)
        : this(first, second, third) => _names = names;

    /// <summary>Names and values, in order.</summary>
    public IEnumerable<(string Name, string Value)> All =>
        (_names ?? []).Zip([First ?? "", Second ?? "", Third ?? ""]);

    public static MetricLabels Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length switch
    {
        0 => default,
        1 => new MetricLabels(Names(tags), Text(tags[0]), null, null),
        2 => new MetricLabels(Names(tags), Text(tags[0]), Text(tags[1]), null),
        _ => new MetricLabels(Names(tags[..3]), Text(tags[0]), Text(tags[1]), Text(tags[2])),
    };

    public bool Equals(MetricLabels other) => First == other.First && Second == other.Second && Third == other.Third;

    public override int GetHashCode() => HashCode.Combine(First, Second, Third);

    private static string? Text(KeyValuePair<string, object?> tag) => tag.Value as string ?? tag.Value?.ToString();

    private static string[] Names(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var names = new string[tags.Length];
        for (var i = 0; i < names.Length; i++) names[i] = tags[i].Key;
        return names;
    }
}
