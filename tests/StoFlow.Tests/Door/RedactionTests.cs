using StoFlow.Bridge.Ops;

namespace StoFlow.Tests.Door;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("token stf_AbCdEf0123456789AbCdEf0123456789AbCdEf01234 used", "AbCdEf0123")]
    [InlineData("Authorization: Bearer abc.def.ghi", "abc.def.ghi")]
    [InlineData("authorization=Basic dXNlcjpwYXNz", "dXNlcjpwYXNz")]
    [InlineData("it was Bearer abc123DEF", "abc123DEF")]
    [InlineData("Cookie: _vinted_fr_session=s3cr3t; access_token_web=eyJ0", "s3cr3t")]
    [InlineData("Cookie: _vinted_fr_session=s3cr3t; access_token_web=eyJ0", "eyJ0")]
    [InlineData("set-cookie: a=b1c2d3; Path=/", "b1c2d3")]
    [InlineData("X-CSRF-Token: 75f6c9fa-dead-beef", "75f6c9fa")]
    [InlineData("{\"csrf_token\":\"75f6c9fa-dead\"}", "75f6c9fa")]
    [InlineData("{\"password\": \"hunter2\"}", "hunter2")]
    [InlineData("signature=MEUCIQDx", "MEUCIQDx")]
    [InlineData("GET https://www.vinted.fr/api/v2/users?email=a&key=k1k2 failed", "k1k2")]
    [InlineData("login anna.demo+x@mail.example failed", "anna.demo")]
    public void A_secret_does_not_stay(string text, string secret) => Assert.DoesNotContain(secret, Redaction.Clean(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("The admin token is in /var/lib/stoflow/admin.token")]
    [InlineData("Lane anna/www.vinted.fr paused: challenge")]
    [InlineData("GET https://www.vinted.fr/api/v2/items/1 answered 404 in 12 ms")]
    [InlineData("Command cmd_01HX ended done")]
    public void What_is_no_secret_stays(string text) => Assert.Equal(text, Redaction.Clean(text));

    [Fact]
    public void Long_text_takes_no_long_time()
    {
        var text = string.Concat(Enumerable.Repeat("cookie csrf_token=\" a@b.c http://x?", 20_000));
        var started = TimeProvider.System.GetTimestamp();

        Redaction.Clean(text);

        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }
}
