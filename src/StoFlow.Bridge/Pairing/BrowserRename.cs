using System.ComponentModel.DataAnnotations;

namespace StoFlow.Bridge.Pairing;

/// <summary><c>PATCH /api/browsers/{id}</c>.</summary>
/// <param name="Name">1 to 64 characters.</param>
public sealed record BrowserRename([property: Length(1, 64)] string Name);
