using System.Text.Json.Serialization;

namespace StoFlow.Bridge.Storage;

/// <summary>How lists lie in a column.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ColumnJson : JsonSerializerContext;
