using System.Text.Json;

namespace StoFlow.Client;

/// <summary>What the bridge says about a write.</summary>
/// <param name="Answer">The site's good answer, when it is known.</param>
/// <param name="MayLook">The bridge is done with it, so the site can be looked at.</param>
/// <param name="Why">Why it may not be looked at.</param>
/// <param name="SaidYes">The site took the write, though its answer cannot be read.</param>
internal sealed record BridgeWord(JsonElement? Answer, bool MayLook, string Why, bool SaidYes = false)
{
    public static BridgeWord Look { get; } = new(null, true, "");

    public static BridgeWord LookAfterYes { get; } = new(null, true, "", SaidYes: true);

    public static BridgeWord Of(JsonElement answer) => new(answer, false, "");

    public static BridgeWord Silent(string why) => new(null, false, why);
}
