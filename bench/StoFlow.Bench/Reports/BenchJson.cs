using System.Text.Json.Serialization;
using StoFlow.Bench.Children;

namespace StoFlow.Bench.Reports;

/// <summary>Reports and the talk with children in JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChildReady))]
[JsonSerializable(typeof(ChildStats))]
[JsonSerializable(typeof(WritesReport))]
[JsonSerializable(typeof(MemoryReport))]
[JsonSerializable(typeof(CommitReport))]
[JsonSerializable(typeof(IdleReport))]
[JsonSerializable(typeof(ListingReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
