namespace StoFlow.Client;

/// <summary>What is known of an item that may have been made.</summary>
/// <param name="StartedAt">When the create began, by this machine's clock.</param>
/// <param name="PhotoIds">The photos uploaded for it.</param>
internal sealed record MadeItem(string Title, string Description, decimal Price, bool Draft, DateTimeOffset StartedAt, IReadOnlyList<long> PhotoIds)
{
    /// <summary>The upload session of its photos, when known.</summary>
    public Guid? Session { get; init; }

    /// <summary>Only its photos tell it from another item of the same name: two alike may be made at once, by this program or another.</summary>
    public bool ByPhotosOnly { get; init; }
}
