using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using StoFlow.Sandbox.Ledger;

namespace StoFlow.Sandbox.Control;

/// <summary>JSON of the control service: snake_case; an unknown field of a request is a mistake worth saying.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowTrailingCommas = true,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(LedgerEntry[]))]
[JsonSerializable(typeof(RequestReport))]
[JsonSerializable(typeof(RequestNote[]))]
[JsonSerializable(typeof(SandboxSettings))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(FaultRequest))]
[JsonSerializable(typeof(FaultReport[]))]
[JsonSerializable(typeof(ResetRequest))]
[JsonSerializable(typeof(SellerRequest))]
[JsonSerializable(typeof(PageRequest))]
[JsonSerializable(typeof(SellRequest))]
[JsonSerializable(typeof(MoveRequest))]
[JsonSerializable(typeof(MoveReport))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SignInReport))]
[JsonSerializable(typeof(AccountReport))]
[JsonSerializable(typeof(AccountReport[]))]
[JsonSerializable(typeof(ItemReport[]))]
[JsonSerializable(typeof(ControlAnswer))]
[JsonSerializable(typeof(RouteReport[]))]
internal sealed partial class ControlJson : JsonSerializerContext;
