using System.Reflection;

namespace StoFlow.Cli;

/// <summary>The version that this tool and the bridge inside it were built as.</summary>
internal static class ToolVersion
{
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
