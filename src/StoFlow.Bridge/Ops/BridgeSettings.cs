using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace StoFlow.Bridge.Ops;

/// <summary>
/// Reads the bridge's settings: flags before <c>STOFLOW_*</c> variables before <c>stoflow.json</c>. Their names follow from the options'
/// properties, so that an option cannot be forgotten here. <c>pace</c> takes a preset's name; <c>pace.…</c> of the same or a stronger source changes it.
/// </summary>
public static class BridgeSettings
{
    /// <summary>The file's usual name.</summary>
    public const string FileName = "stoflow.json";

    private const string Pace = "pace";
    private const string PaceVariable = "STOFLOW_PACE";

    /// <summary>Every setting but <c>pace</c>.</summary>
    public static IReadOnlyList<Setting> All { get; } = Discover();

    /// <summary>The options that result, checked as the bridge checks them when it starts.</summary>
    /// <param name="flags">What the command line sets, under the settings' names (with dashes in them too); the last of a name holds.</param>
    /// <param name="environment">All variables; what is not a setting's is ignored, since the tool has variables of its own.</param>
    /// <param name="file">Path of the file; null: none.</param>
    /// <param name="dataDirectory">Where the data go when no source says; null: where <see cref="BridgeOptions"/> has them.</param>
    /// <exception cref="OptionsValidationException">Names every setting at fault, where it was given and what is due instead.</exception>
    public static BridgeOptions Load(
        IEnumerable<KeyValuePair<string, SettingValue>> flags, IReadOnlyDictionary<string, string?> environment, string? file, string? dataDirectory = null)
    {
        var faults = new List<string>();
        SettingSource[] weakestFirst =
        [
            file is null ? SettingSource.None : SettingFile.Read(file, All, faults),
            FromVariables(environment),
            FromFlags(flags, faults),
        ];

        var options = dataDirectory is null ? new BridgeOptions() : new BridgeOptions { DataDirectory = dataDirectory };
        var given = new Dictionary<Setting, SettingValue>();
        var preset = SetPace(options, weakestFirst, faults);
        for (var rank = 0; rank < weakestFirst.Length; rank++)
        {
            foreach (var (name, value) in weakestFirst[rank].Values)
            {
                // A preset named by a stronger source is meant as a whole.
                if (name == Pace || (rank < preset && name.StartsWith(Pace + ".", StringComparison.Ordinal))) continue;
                var setting = All.First(setting => setting.Name == name);
                given[setting] = value;
                Set(options, setting, value, faults);
            }
        }

        faults.AddRange(OptionFaults.Of(options).Select(fault => Placed(fault, given)));

        return faults.Count == 0 ? options : throw new OptionsValidationException("", typeof(BridgeOptions), faults);
    }

    private static SettingSource FromVariables(IReadOnlyDictionary<string, string?> environment)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var (name, variable) in All.Select(setting => (setting.Name, setting.Variable)).Append((Pace, PaceVariable)))
            if (environment.GetValueOrDefault(variable) is { Length: > 0 } text) values[name] = new SettingValue(text, variable);
        return new SettingSource(values);
    }

    private static SettingSource FromFlags(IEnumerable<KeyValuePair<string, SettingValue>> flags, List<string> faults)
    {
        var values = new Dictionary<string, SettingValue>(StringComparer.Ordinal);
        foreach (var (flag, value) in flags)
        {
            var name = flag == Pace ? Pace : All.FirstOrDefault(setting => setting.IsCalled(flag))?.Name;
            if (name is null) faults.Add($"{value.From}: there is no such setting.");
            else values[name] = value;
        }

        return new SettingSource(values);
    }

    private static int SetPace(BridgeOptions options, SettingSource[] weakestFirst, List<string> faults)
    {
        var rank = Array.FindLastIndex(weakestFirst, source => source.Values.ContainsKey(Pace));
        if (rank < 0) return rank;
        var value = weakestFirst[rank].Values[Pace];
        if (PaceOptions.Preset(value.Text) is not { } preset) faults.Add($"{value.From}: 'gentle' or 'off' is due, not '{value.Text}'.");
        else PaceProperty.SetValue(options, preset with { });
        return rank;
    }

    private static void Set(BridgeOptions options, Setting setting, SettingValue value, List<string> faults)
    {
        try
        {
            object holder = options;
            if (setting.Group is { } group)
            {
                // The presets are shared: what is changed is a copy.
                holder = group.GetValue(options)!;
                if (ReferenceEquals(holder, PaceOptions.Gentle)) group.SetValue(options, holder = PaceOptions.Gentle with { });
            }

            setting.Property.SetValue(holder, setting.Read(value.Text));
        }
        catch (FormatException problem)
        {
            faults.Add($"{value.From}: {problem.Message}, not '{value.Text}'.");
        }
    }

    // The options name their properties; whoever set one knows it by the place where it was set.
    private static string Placed(string fault, Dictionary<Setting, SettingValue> given)
    {
        foreach (var (setting, value) in given)
            if (fault.StartsWith($"{setting.OptionName}:", StringComparison.Ordinal)) return value.From + fault[setting.OptionName.Length..];
        return fault;
    }

    private static PropertyInfo PaceProperty { get; } = typeof(BridgeOptions).GetProperty(nameof(BridgeOptions.Pace))!;

    private static List<Setting> Discover()
    {
        var all = new List<Setting>();
        foreach (var property in typeof(BridgeOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (KindOf(property.PropertyType) is { } kind) all.Add(new Setting(Name(property), kind) { Property = property });
            else AddGroup(all, property);
        }

        return all;
    }

    // The door's settings are the operator's everyday ones and stand without a prefix.
    private static void AddGroup(List<Setting> all, PropertyInfo group)
    {
        var prefix = group.Name == nameof(BridgeOptions.Door) ? "" : $"{Name(group)}.";
        foreach (var property in group.PropertyType.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.CanWrite && KindOf(property.PropertyType) is { } kind)
                all.Add(new Setting(prefix + Name(property), kind) { Property = property, Group = group });
    }

    private static string Name(PropertyInfo property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private static SettingKind? KindOf(Type type) =>
        type == typeof(string) ? SettingKind.Text
        : type == typeof(bool) ? SettingKind.Switch
        : type == typeof(int) || type == typeof(long) ? SettingKind.Whole
        : type == typeof(double) ? SettingKind.Number
        : type == typeof(IReadOnlyList<string>) ? SettingKind.List
        : null;
}
