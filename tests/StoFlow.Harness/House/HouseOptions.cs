using StoFlow.Harness.Browsers;

namespace StoFlow.Harness.House;

/// <summary>What a house is started with.</summary>
public sealed record HouseOptions
{
    /// <summary><see cref="BrowserKind.Firefox"/> or <see cref="BrowserKind.Chromium"/>.</summary>
    public string Browser { get; init; } = BrowserKind.Firefox;

    /// <summary>Items in the demo seller's shop.</summary>
    public int Items { get; init; } = 137;

    /// <summary>The site that the demo seller lives on.</summary>
    public string Site { get; init; } = "www.vinted.fr";

    /// <summary>The seller's name in the bridge.</summary>
    public string Seller { get; init; } = "demo";

    /// <summary>For data and profile; null takes a new one below <c>artifacts/houses</c> that goes with the house.</summary>
    public string? Directory { get; init; }

    /// <summary>More Firefox preferences.</summary>
    public IReadOnlyDictionary<string, object> Preferences { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    /// <summary>Arguments of <c>stoflow serve</c>.</summary>
    public IReadOnlyList<string> Serve { get; init; } = ["--pace", "off"];

    /// <summary>False leaves the browser unpaired.</summary>
    public bool Pair { get; init; } = true;

    /// <summary>False leaves the seller signed out.</summary>
    public bool SignIn { get; init; } = true;
}
