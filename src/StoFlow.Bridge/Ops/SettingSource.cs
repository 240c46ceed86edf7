namespace StoFlow.Bridge.Ops;

/// <summary>What one source says, by the settings' names.</summary>
internal sealed record SettingSource(IReadOnlyDictionary<string, SettingValue> Values)
{
    public static SettingSource None { get; } = new(new Dictionary<string, SettingValue>(StringComparer.Ordinal));
}
