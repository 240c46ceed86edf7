namespace StoFlow.Bridge.Ops;

/// <summary>A value as it was written, and where: a flag, a variable, or file and name.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="From">Begins the message when it cannot be taken.</param>
public sealed record SettingValue(string Text, string From);
