using System.Text.Json.Serialization;

namespace StoFlow.Protocol.Wire;

/// <summary>One text frame between bridge and plugin. <c>docs/protocol.md</c> §3 says who sends which and when.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Identify), "identify")]
[JsonDerivedType(typeof(PairAsk), "pair_ask")]
[JsonDerivedType(typeof(PairOffer), "pair_offer")]
[JsonDerivedType(typeof(PairConfirm), "pair_confirm")]
[JsonDerivedType(typeof(Paired), "paired")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Unpair), "unpair")]
[JsonDerivedType(typeof(Holdings), "holdings")]
[JsonDerivedType(typeof(BrowserStatus), "status")]
[JsonDerivedType(typeof(Command), "command")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(CommandResult), "result")]
[JsonDerivedType(typeof(Ack), "ack")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(LaneNotice), "lane")]
[JsonDerivedType(typeof(LaneAsk), "lane_ask")]
[JsonDerivedType(typeof(BodyGet), "body_get")]
[JsonDerivedType(typeof(BodyGone), "body_gone")]
[JsonDerivedType(typeof(BodyPut), "body_put")]
[JsonDerivedType(typeof(BodyOk), "body_ok")]
public abstract record WireMessage;
