using System.Security.Authentication;
using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>One call of the bridge: how to make its request (anew for each try), how long it may take, and what its breaking off means.</summary>
internal sealed class BridgeCall(Func<HttpRequestMessage> make, TimeSpan deadline)
{
    public Func<HttpRequestMessage> Make { get; } = make;

    public TimeSpan Deadline { get; } = deadline;

    /// <summary>Changes something at the site: a lost answer leaves its end open.</summary>
    public bool SiteWrite { get; init; }

    /// <summary>May be sent again: it changes nothing, or the bridge knows it by its key.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>A try got as far as the bridge, so the bridge may have taken it.</summary>
    public bool Reached { get; set; }

    /// <summary>Timestamp of the first try.</summary>
    public long Began { get; set; }

    public Exception Lost(Exception why) => SiteWrite && Reached
        ? new OutcomeUnknownException("The connection to the bridge was lost after the write was sent. Look before you repeat it, or repeat it with the same idempotency key.", why)
        : new StoFlowException(ClientErrorCode.BridgeUnreachable, NoTls(why) ?? "The bridge does not answer. Is it running (stoflow serve), and is its address right?", why);

    /// <summary>What answered was a proxy before the bridge, most likely, after it had handed the call on.</summary>
    public StoFlowException Unreadable(StoFlowException why) => SiteWrite
        ? new OutcomeUnknownException($"The answer to the write is not the bridge's: {why.Detail} Look before you repeat it, or repeat it with the same idempotency key.", why) { HttpStatus = why.HttpStatus }
        : why;

    public Exception Disposed(Exception why) => SiteWrite && Reached
        ? new OutcomeUnknownException("The client was disposed before the bridge answered the write. Look before you repeat it, or repeat it with the same idempotency key.", why)
        : new ObjectDisposedException(nameof(BridgeClient), "The client was disposed during the call.");

    public Exception TimedOut() => SiteWrite && Reached
        ? new OutcomeUnknownException("The bridge gave no answer in time. Look before you repeat the write, or repeat it with the same idempotency key.")
        : Reached
            ? new StoFlowException(ErrorCode.Timeout, $"No answer from the bridge within {Deadline.TotalSeconds:0} s. It is safe to ask again.")
            : new StoFlowException(ClientErrorCode.BridgeUnreachable, $"The bridge could not be reached within {Deadline.TotalSeconds:0} s. Is it running (stoflow serve), and is its address right?");

    // Something is there: to start a bridge would not help.
    private static string? NoTls(Exception why)
    {
        if (why is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }) return null;
        return why.InnerException is AuthenticationException { Message: var what } && what.Contains("certificate", StringComparison.Ordinal)
            ? $"The certificate shown at the bridge's address is not trusted here, so nothing was sent: {what.TrimEnd('.')}. One that no authority signed is trusted with "
                + "SSL_CERT_FILE=cert.pem, or among the system's authorities; one for another name wants the address that it is for; one out of date has to be renewed."
            : "No TLS connection to the bridge's address could be made, so nothing was sent. Does the bridge speak https there, or is its address one with http?";
    }
}
