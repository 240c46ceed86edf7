using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace StoFlow.Client;

/// <summary>The one JSON context of the models: snake_case, unknown fields kept, numbers read from strings, whole ones also from 3.0, booleans from 0 and 1.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(ReadableTextConverter), typeof(TolerantBoolConverter), typeof(MoneyConverter), typeof(TolerantTimeConverter), typeof(WholeNumberConverter<int>), typeof(WholeNumberConverter<long>)])]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(UserData))]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(ItemDetail))]
[JsonSerializable(typeof(ItemStats))]
[JsonSerializable(typeof(Photo))]
[JsonSerializable(typeof(Brand))]
[JsonSerializable(typeof(Category))]
[JsonSerializable(typeof(SizeGroup))]
[JsonSerializable(typeof(Color))]
[JsonSerializable(typeof(Condition))]
[JsonSerializable(typeof(PackageSize))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Transaction))]
internal sealed partial class ClientJson : JsonSerializerContext;
