using System.Text.Json;
using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.FakePlugins;

/// <summary>Answers of the site, for tests.</summary>
public static class FakeAnswers
{
    private static readonly Dictionary<string, string> JsonHeaders = new(StringComparer.Ordinal) { ["content-type"] = "application/json" };

    public static SiteResponse Json(string json, int status = 200, IReadOnlyDictionary<string, string>? headers = null) =>
        new(status is >= 200 and < 300, status, "", headers ?? JsonHeaders, 1, JsonElement.Parse(json));

    /// <summary>No answer of the site.</summary>
    public static SiteResponse None(string code, string error = "no answer") => new(false, 0, "", new Dictionary<string, string>(StringComparer.Ordinal), 1, null, error, code);
}
