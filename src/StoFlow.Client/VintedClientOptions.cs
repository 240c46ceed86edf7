namespace StoFlow.Client;

/// <summary>What a <see cref="VintedProxyClient"/> can be told beyond address and token. Change single ones with <c>with</c>.</summary>
public sealed record VintedClientOptions
{
    /// <summary>The seller to act for. May be left out when the token names exactly one.</summary>
    public string? Seller { get; init; }

    /// <summary>The marketplace host, such as <c>www.vinted.fr</c>. Left out: the one the seller's browser is signed in to, looked for again when it is not any more; else the first of the list.</summary>
    public string? Site { get; init; }

    /// <summary>Items of a page when listing: 1 to 100. The site's true limit is not known; 96 is what it uses itself.</summary>
    /// <value>96.</value>
    public int PageSize { get; init; } = 96;

    /// <summary>A pause between two pages. Not needed: the bridge's lane keeps the pace.</summary>
    /// <value>None.</value>
    public TimeSpan Throttle { get; init; }

    /// <summary>How long a read may take, its wait in the lane included: up to 1 hour.</summary>
    /// <value>1 minute.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a write may take, its wait in the lane included: up to 1 hour. With the bridge's gentle pace a write may wait for minutes.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Sends of a photo only what its picture needs, so that place, camera and author data do not leave. Of a JPEG that is the picture data with its tables, the
    /// JFIF head without thumbnail, the colour profile, Adobe's colour transform and the EXIF orientation, nothing else of EXIF; of a PNG (also an animated one) the
    /// picture data, palette, transparency, colour profile, colours and pixel size. Everything else goes: EXIF, XMP, IPTC, comments, maker and provenance (C2PA)
    /// records, text, time, thumbnails, second pictures and films behind the end. The picture data stays byte for byte, and so does a photo that holds nothing else. A
    /// picture that is cut off goes with what is there of it; one that cannot be followed does not go: <see cref="ValidationException"/>. With <c>false</c> every photo
    /// goes byte for byte as it is.
    /// </summary>
    /// <value><c>true</c>.</value>
    public bool StripPhotoLocation { get; init; } = true;

    /// <summary>The largest photo that is sent, in bytes. The site is said to take about 10 MB (unproven), so more is left to the site to refuse.</summary>
    /// <value>20 MiB.</value>
    public int MaxPhotoBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>
    /// Looks at the site when the end of a write is unknown: returns the result if it happened, repeats the write only when it is sure that it did not.
    /// While browser, bridge or lane are away for a moment it waits with the look, as long as a read may take (<see cref="Timeout"/>).
    /// Off: <see cref="OutcomeUnknownException"/> is thrown at once.
    /// </summary>
    /// <value><c>true</c>.</value>
    public bool ReadBack { get; init; } = true;

    /// <summary>The pause before each of the two looks, because a site under strain may finish a write late.</summary>
    /// <value>2 s.</value>
    public TimeSpan ReadBackPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Told, once for each path, when the site's answers lack a field that is used but can be done without, or have it of another type than known. Runs on the call's thread.</summary>
    public Action<DriftWarning>? OnDrift { get; init; }

    /// <summary>How the bridge is talked to.</summary>
    public BridgeClientOptions Bridge { get; init; } = new();

    internal void ThrowIfInvalid(string parameter)
    {
        List<string> wrong = [];
        if (PageSize is < 1 or > 100) wrong.Add("PageSize: 1 to 100.");
        if (Throttle < TimeSpan.Zero) wrong.Add("Throttle: not negative.");
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromHours(1)) wrong.Add("Timeout: more than 0, at most 1 hour.");
        if (WriteTimeout <= TimeSpan.Zero || WriteTimeout > TimeSpan.FromHours(1)) wrong.Add("WriteTimeout: more than 0, at most 1 hour.");
        if (MaxPhotoBytes < 1) wrong.Add("MaxPhotoBytes: at least 1.");
        if (ReadBackPause < TimeSpan.Zero) wrong.Add("ReadBackPause: not negative.");
        if (Site is not null && Protocol.Policy.SitePolicy.Current.Find(Site) is null) wrong.Add($"Site: \"{Site}\" is not of the list; write one such as www.vinted.fr.");
        if (wrong.Count > 0) throw new ArgumentException("VintedClientOptions: " + string.Join(" ", wrong), parameter);
    }
}
