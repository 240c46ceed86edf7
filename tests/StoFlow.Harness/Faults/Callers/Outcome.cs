using System.Text.Json;
using StoFlow.Harness.Faults.Judging;

namespace StoFlow.Harness.Faults.Callers;

/// <summary>What became of one try.</summary>
/// <param name="Data">The site's answer, when it was done and answered.</param>
/// <param name="CommandId">The bridge's name for it.</param>
/// <param name="Final">Not to be tried again, although it was not done.</param>
internal sealed record Outcome(Told Told, JsonElement? Data = null, string? CommandId = null, bool Final = false);
