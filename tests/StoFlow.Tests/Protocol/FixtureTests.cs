using System.Text;
using System.Text.Json;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Protocol;

/// <summary>The literal messages that both languages read.</summary>
public sealed class FixtureTests
{
    public static TheoryData<string> Valid => Names("valid");

    public static TheoryData<string> Invalid => Names("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void Valid_messages_come_back_byte_equal(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Fixtures, "valid", name));

        Assert.True(WireCodec.TryRead(bytes, out var message, out var error), error);
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(WireCodec.Write(message)));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Invalid_messages_are_refused_and_the_field_is_named(string name)
    {
        var folder = Path.Combine(Repository.Fixtures, "invalid");
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        var field = expected.RootElement.GetProperty(Path.GetFileNameWithoutExtension(name)).GetString()!;

        Assert.False(WireCodec.TryRead(File.ReadAllBytes(Path.Combine(folder, name)), out _, out var error));
        Assert.Contains(field, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_message_type_has_a_valid_fixture()
    {
        var types = typeof(WireMessage).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), inherit: false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>()
            .Select(attribute => (string)attribute.TypeDiscriminator!);
        var shown = Directory.GetFiles(Path.Combine(Repository.Fixtures, "valid"))
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("type").GetString()!)
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(types, type => Assert.Contains(type, shown));
    }

    [Fact]
    public void Unknown_fields_are_ignored()
    {
        Assert.True(WireCodec.TryRead("""{"new":{"a":1},"type":"ping","seq":7,"later":true}"""u8, out var message, out _));
        Assert.Equal(new Ping(7), message);
    }

    [Fact]
    public void A_type_may_be_written_with_escapes_and_a_broken_one_is_refused()
    {
        Assert.True(WireCodec.TryRead("""{"type":"p\u0069ng","seq":7}"""u8, out var message, out _));
        Assert.Equal(new Ping(7), message);
        Assert.False(WireCodec.TryRead("""{"type":"\ud800","seq":7}"""u8, out _, out var half));
        Assert.False(WireCodec.TryRead([.. "{\"type\":\""u8, 0xFF, .. "\",\"seq\":7}"u8], out _, out var noLetter));
        Assert.All([half, noLetter], error => Assert.NotNull(error));
    }

    private static TheoryData<string> Names(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Repository.Fixtures, folder), "*.json")
            .Select(file => Path.GetFileName(file)!).Where(name => name != "expected.json").Order(StringComparer.Ordinal)];
}
