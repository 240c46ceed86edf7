namespace StoFlow.Sandbox.Shop;

/// <summary>A photo as the site knows it. Uploaded ones carry the hash of their bytes; invented ones are drawn when asked for.</summary>
internal sealed record Photo(long Id, long AccountId, int Width, int Height, int Color, long Timestamp)
{
    public int Orientation { get; init; }

    public string? TempUuid { get; init; }

    public string? Sha256 { get; init; }

    public long Size { get; init; }

    public string MediaType { get; init; } = "image/jpeg";

    public string ColorCode => $"#{Color & 0xFFFFFF:X6}";

    /// <summary>Address of one size ("f800", "310x430", …), or of the full picture when the size is null.</summary>
    public string Url(string origin, string? size)
    {
        var mark = unchecked((ulong)Id * 0x9E3779B97F4A7C15UL ^ (ulong)Timestamp);
        return size is null
            ? $"{origin}/tc/04_{Id:x}_{mark:x16}/{Timestamp}.jpeg?s={~mark:x16}"
            : $"{origin}/t/04_{Id:x}_{mark:x16}/{size}/{Timestamp}.jpeg?s={~mark:x16}";
    }
}
