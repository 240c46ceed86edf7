namespace StoFlow.Bridge.Storage;

/// <summary>What is known about an upload.</summary>
/// <param name="Sellers">Whose commands may use it; <c>*</c> for all.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">In hex.</param>
/// <param name="Received">How much of it is here, while it comes in chunks; null: all of it.</param>
internal sealed record UploadRow(string Id, IReadOnlyList<string> Sellers, long Size, string Sha256, DateTimeOffset ExpiresAt, long? Received = null);
