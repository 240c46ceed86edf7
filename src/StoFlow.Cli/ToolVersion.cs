using System.Reflection;

namespace StoFlow.Cli;

/// <summary>The version that this tool and the bridge inside it were built as.</summary>
internal static class ToolVersion
{
    /// <summary>With the commit behind a plus.</summary>
    public static string Full { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static string Text { get; } = Full.Split('+')[0];
}
