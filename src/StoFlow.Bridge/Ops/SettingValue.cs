namespace StoFlow.Bridge.Ops;

/// <summary>A value as it was written, and where: a flag, a variable, or file and name.</summary>
internal sealed record SettingValue(string Text, string From);
