using System.Text;
using System.Text.Json.Nodes;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>What the site answered.</summary>
internal sealed record SiteAnswer(int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes) ?? throw new InvalidOperationException("null");

    public int? Code => (int?)Json["code"];

    public bool IsHtml => Headers["Content-Type"].StartsWith("text/html", StringComparison.Ordinal);
}
