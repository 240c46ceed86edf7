namespace StoFlow.Bridge.Ops;

/// <summary>What a setting's value looks like.</summary>
public enum SettingKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Switch,

    /// <summary>Texts, as a JSON array or with commas between.</summary>
    List,
}
