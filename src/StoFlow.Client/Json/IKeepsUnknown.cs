using System.Text.Json;

namespace StoFlow.Client;

/// <summary>A model that keeps what of an answer has no place in it.</summary>
internal interface IKeepsUnknown
{
    Dictionary<string, JsonElement>? Extra { get; set; }
}
