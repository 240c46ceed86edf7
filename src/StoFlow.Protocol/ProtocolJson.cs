using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoFlow.Protocol.Http;
using StoFlow.Protocol.Wire;

namespace StoFlow.Protocol;

/// <summary>
/// The one JSON context of wire and HTTP: snake_case, absent instead of null, unknown fields ignored. What the site wrote passes as it is,
/// to a depth that no honest answer has.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(RawElementConverter)],
    MaxDepth = MaxDepth,
    AllowOutOfOrderMetadataProperties = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WireMessage))]
[JsonSerializable(typeof(IReadOnlyList<SiteRequest>))]
[JsonSerializable(typeof(ResultPayload))]
[JsonSerializable(typeof(ExecuteRequest))]
[JsonSerializable(typeof(ExecuteAnswer))]
[JsonSerializable(typeof(CommandAccepted))]
[JsonSerializable(typeof(CommandView))]
[JsonSerializable(typeof(CommandPage))]
[JsonSerializable(typeof(CommandEvent))]
[JsonSerializable(typeof(PluginStatus))]
[JsonSerializable(typeof(BridgeHealth))]
[JsonSerializable(typeof(UploadView))]
[JsonSerializable(typeof(UploadRequest))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(SellerRequest))]
[JsonSerializable(typeof(SellerList))]
[JsonSerializable(typeof(BrowserList))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TokenCreated))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(PairingRequest))]
[JsonSerializable(typeof(PairingView))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(LaneView))]
[JsonSerializable(typeof(LaneList))]
[JsonSerializable(typeof(DoctorReport))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>How deep JSON may be nested between bridge, plugin and client; the plugin hands over as text what is nested deeper.</summary>
    public const int MaxDepth = 512;

    /// <summary>How deep JSON may be nested in a call: far less, so that what a call holds fits into every message and record it becomes part of.</summary>
    public const int MaxCallDepth = 64;

    /// <summary>The context to use: as <see cref="Default"/>, with text left as it is instead of <c>\u</c> escapes, as browsers write it.</summary>
    public static ProtocolJson Relaxed => Held.Context;

    /// <summary>For calls of back ends: a name that is given twice is a mistake and no choice of ours.</summary>
    public static ProtocolJson Strict => Held.Calls;

    // A class of its own, so that Default is made first.
    private static class Held
    {
        internal static readonly ProtocolJson Context = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });

        internal static readonly ProtocolJson Calls = new(new JsonSerializerOptions(Default.Options) { AllowDuplicateProperties = false, MaxDepth = MaxCallDepth });
    }
}
