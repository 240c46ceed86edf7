using System.Text.Json;

namespace StoFlow.Client;

/// <summary>What the bridge says about a write.</summary>
/// <param name="Answer">The site's good answer, when it is known.</param>
/// <param name="MayLook">The bridge is done with it, so the site can be looked at.</param>
/// <param name="Why">Why it may not be looked at.</param>
internal sealed record BridgeWord(JsonElement? Answer, bool MayLook, string Why)
{
    public static BridgeWord Look { get; } = new(null, true, "");

    public static BridgeWord Of(JsonElement answer) => new(answer, false, "");

    public static BridgeWord Silent(string why) => new(null, false, why);
}
