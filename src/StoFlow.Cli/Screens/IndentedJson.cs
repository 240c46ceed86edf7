using System.Text.Json;
using StoFlow.Protocol;

namespace StoFlow.Cli.Screens;

/// <summary>The bridge's JSON as a person reads it.</summary>
internal static class IndentedJson
{
    public static ProtocolJson Context { get; } = new(new JsonSerializerOptions(ProtocolJson.Relaxed.Options) { WriteIndented = true });
}
