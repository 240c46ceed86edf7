using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoFlow.Bridge.Ops;
using StoFlow.Bridge.Pairing;
using StoFlow.Protocol.Http;

namespace StoFlow.Bridge.Policy;

/// <summary>JSON of the few bodies that only the bridge's own page and tool use.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TokenRotation))]
[JsonSerializable(typeof(BrowserRename))]
[JsonSerializable(typeof(ReadyAnswer))]
[JsonSerializable(typeof(CallerView))]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoorJson : JsonSerializerContext
{
    public static DoorJson Relaxed => Held.Context;

    public static DoorJson Strict => Held.Calls;

    private static class Held
    {
        internal static readonly DoorJson Context = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        internal static readonly DoorJson Calls = new(new JsonSerializerOptions(Default.Options) { AllowDuplicateProperties = false });
    }
}
