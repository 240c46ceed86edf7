using System.Globalization;
using System.Reflection;

namespace StoFlow.Bridge.Ops;

/// <summary>One thing an operator can set, under its names.</summary>
/// <param name="Name">In <c>stoflow.json</c>, such as <c>limits.queue_per_lane</c>.</param>
public sealed record Setting(string Name, SettingKind Kind)
{
    /// <summary>In the environment, such as <c>STOFLOW_LIMITS_QUEUE_PER_LANE</c>.</summary>
    public string Variable { get; } = $"STOFLOW_{Name.Replace('.', '_').ToUpperInvariant()}";

    /// <summary>Which object of the options it belongs to, and where in it.</summary>
    internal PropertyInfo Property { get; init; } = null!;

    /// <summary>The property of the options that holds that object; null for the options themselves.</summary>
    internal PropertyInfo? Group { get; init; }

    /// <summary>What the options' own faults call it, such as <c>Limits.QueuePerLane</c>.</summary>
    internal string OptionName => Group is null ? Property.Name : $"{Group.Name}.{Property.Name}";

    /// <summary>Whether a name typed on the command line is this setting's; there <c>limits-queue-per-lane</c> is as good.</summary>
    public bool IsCalled(string typed) => Dashed(typed) == Dashed(Name);

    private static string Dashed(string name) => name.Replace('.', '-').Replace('_', '-');

    /// <summary>The value of a text; throws <see cref="FormatException"/> with what is due instead.</summary>
    internal object Read(string text)
    {
        switch (Kind)
        {
            case SettingKind.Switch when bool.TryParse(text, out var on):
                return on;
            case SettingKind.Switch when text is "1" or "yes" or "on":
                return true;
            case SettingKind.Switch when text is "0" or "no" or "off":
                return false;
            case SettingKind.Switch:
                throw new FormatException("true or false is due");
            case SettingKind.Whole when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                if (Property.PropertyType == typeof(long)) return whole;
                if (whole is >= int.MinValue and <= int.MaxValue) return (int)whole;
                throw new FormatException("a smaller number is due");
            case SettingKind.Whole:
                throw new FormatException("a whole number is due");
            case SettingKind.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return number;
            case SettingKind.Number:
                throw new FormatException("a number such as 0.2 is due");
            case SettingKind.List:
                return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            default:
                return text;
        }
    }
}
