using System.Text.Json;
using System.Text.Json.Serialization;
using StoFlow.Cli.Items;

namespace StoFlow.Cli.Json;

/// <summary>What people write by hand: a field that nobody knows is a typing error, and said so.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ItemFileFields))]
internal sealed partial class ItemFileJson : JsonSerializerContext;
