using StoFlow.Cli;

namespace StoFlow.Tests.Cli;

public sealed class LastWordsTests
{
    [Fact]
    public void A_crash_says_no_secret()
    {
        using var error = new StringWriter();
        var inner = new InvalidOperationException("Cookie: session=s3cr3t-cookie");

        LastWords.Say(error, new IOException("Bearer stf_AbCdEf0123456789AbCdEf0123456789AbCdEf01234 at anna@mail.example", inner));

        Assert.Contains(nameof(IOException), error.ToString(), StringComparison.Ordinal);
        foreach (var secret in new[] { "s3cr3t", "AbCdEf", "anna@" }) Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
    }
}
