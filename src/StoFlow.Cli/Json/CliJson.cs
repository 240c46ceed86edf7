using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoFlow.Cli.Doctor;
using StoFlow.Cli.Failures;
using StoFlow.Cli.Items;
using StoFlow.Cli.Prices;
using StoFlow.Cli.Resolving;
using StoFlow.Cli.Serving;
using StoFlow.Cli.Sync;
using StoFlow.Client;

namespace StoFlow.Cli.Json;

/// <summary>What the tool itself writes as JSON; everything that comes from the bridge is written as the bridge writes it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Done))]
[JsonSerializable(typeof(Failure))]
[JsonSerializable(typeof(ToolVersionJson))]
[JsonSerializable(typeof(Diagnosis))]
[JsonSerializable(typeof(SandboxAddresses))]
[JsonSerializable(typeof(Ready))]
[JsonSerializable(typeof(Written))]
[JsonSerializable(typeof(ItemList))]
[JsonSerializable(typeof(ItemDetail))]
[JsonSerializable(typeof(Photo))]
[JsonSerializable(typeof(SyncLine))]
[JsonSerializable(typeof(SyncReport))]
[JsonSerializable(typeof(Resolution))]
[JsonSerializable(typeof(PriceReport))]
[JsonSerializable(typeof(PriceRun))]
[JsonSerializable(typeof(PriceChange))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>The context to use: text stays as it is instead of <c>\u</c> escapes.</summary>
    public static CliJson Relaxed => Held.Context;

    // A class of its own, so that Default is made first.
    private static class Held
    {
        internal static readonly CliJson Context = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
