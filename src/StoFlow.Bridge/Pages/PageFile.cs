namespace StoFlow.Bridge.Pages;

/// <summary>One file of the page.</summary>
/// <param name="Tag">Its ETag, with the quotes.</param>
internal sealed record PageFile(byte[] Bytes, string ContentType, string Tag);
