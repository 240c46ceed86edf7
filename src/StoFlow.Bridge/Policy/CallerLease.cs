using Microsoft.AspNetCore.Http;

namespace StoFlow.Bridge.Policy;

/// <summary>One request's hold on its token: when the token is revoked or expires, the request is cut off.</summary>
internal sealed class CallerLease(Caller caller, CancellationToken reach) : IDisposable
{
    private CancellationTokenRegistration _cutOff;

    public Caller Caller => caller;

    /// <summary>Signalled when the token reaches fewer sellers than <see cref="Caller"/> says: whatever follows them without end stops then.</summary>
    public CancellationToken Reach => reach;

    /// <summary>Signalled when the token is revoked or expires.</summary>
    public CancellationToken Ended { get; private set; }

    /// <summary>Ends the request as soon as the token ends; long answers (events, long polls) rely on it.</summary>
    public void Watch(HttpContext context, CancellationToken tokenEnded) =>
        _cutOff = (Ended = tokenEnded).UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);

    /// <summary>Lets the request finish though its token ends: it is the one that ends it.</summary>
    public void Detach() => _cutOff.Unregister();

    public void Dispose() => _cutOff.Dispose();
}
