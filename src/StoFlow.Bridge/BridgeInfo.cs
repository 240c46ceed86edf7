using System.Reflection;

namespace StoFlow.Bridge;

/// <summary>Who this bridge is, to plugins and on pages.</summary>
/// <param name="Id">Made once and kept in the store: browsers sign it, so a pairing holds for this bridge only.</param>
/// <param name="Name">The operator's name for it.</param>
internal sealed record BridgeInfo(string Id, string Name)
{
    /// <summary>The version of this build.</summary>
    public static string Version { get; } =
        typeof(BridgeInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
