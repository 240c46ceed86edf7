using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using StoFlow.Bridge.Commands;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>Which calls are the same command.</summary>
public sealed class BodyHashTests
{
    [Fact]
    public void The_order_of_fields_does_not_count() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.ListOf(Gen.Elements("a", "b", "c", "d", "e"), 5).Select(names => names.Distinct().ToList()).ToArbitrary(),
        names =>
        {
            var there = "{" + string.Join(",", names.Select(name => $"\"{name}\":[1,{{\"x\":1,\"y\":null}}]")) + "}";
            var back = "{ " + string.Join(" , ", names.AsEnumerable().Reverse().Select(name => $"\"{name}\": [1, {{\"y\":null,\"x\":1}}]")) + " }";
            return Hash(there).AsSpan().SequenceEqual(Hash(back));
        }));

    [Fact]
    public void The_spelling_of_header_names_does_not_count() => Assert.Equal(
        Hash("{}", headers: new() { ["X-A"] = "1", ["X-B"] = "2" }), Hash("{}", headers: new() { ["x-b"] = "2", ["x-a"] = "1" }));

    [Fact]
    public void Everything_else_counts()
    {
        byte[][] hashes =
        [
            Hash("{}"),
            Hash("[]"),
            Hash("""{"a":1}"""),
            Hash("""{"a":1.0}"""),
            Hash("""{"a":"1"}"""),
            Hash("[1,2]"),
            Hash("[2,1]"),
            Hash("{}", url: "https://www.vinted.fr/api/v2/y"),
            Hash("{}", method: "PUT"),
            Hash("{}", headers: new() { ["x"] = "1" }),
            Hash("{}", seller: "other"),
            Hash("{}", file: "aa"),
            Hash("{}", file: "bb"),
            Hash("{}", file: "bb", filename: "m"),
            Hash("{}", credentials: "omit"),
            Hash("{}", contentType: "form"),
            BodyHash.Of("PING", "demo", null, null, null),
            BodyHash.Of("PING", "demo", "brw", null, null),
            BodyHash.Of("PING", "demo", null, "brw", null),
        ];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Headers_of_one_are_not_the_body_of_another()
    {
        byte[][] hashes =
        [
            Hash(null, headers: new() { ["x-a"] = "b" }),
            Hash("""["x-a","b"]"""),
            Hash(null),
            Hash("[]"),
            Hash("""["f","n","t/t","aa"]"""),
            Hash(null, file: "aa"),
        ];

        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    private static byte[] Hash(
        string? body, string url = "https://www.vinted.fr/api/v2/x", string method = "POST", Dictionary<string, string>? headers = null,
        string seller = "demo", string? file = null, string filename = "n", string credentials = "include", string contentType = "json") => BodyHash.Of(
        "EXECUTE_HTTP_REQUEST", seller, null, null,
        [new SiteRequest(url, method, credentials, contentType, headers, body is null ? null : JsonElement.Parse(body), null, file is null ? null : [new("f", filename, "t/t", new("id", 1, file))])]);
}
