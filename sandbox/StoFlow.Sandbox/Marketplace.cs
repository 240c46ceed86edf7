using StoFlow.Sandbox.Control;
using StoFlow.Sandbox.Faults;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox;

/// <summary>
/// Everything one running marketplace knows. <see cref="Lock"/> guards the accounts and shops; an effect and its
/// ledger entry are made inside it together, so the ledger never lies about what happened.
/// </summary>
internal sealed class Marketplace
{
    public Marketplace(SandboxOptions options)
    {
        Options = options;
        Book = new LedgerBook(options.LedgerLimit);
        Requests = new RequestCounts(options.LedgerLimit / 10);
        Sessions = new SessionStore(options.Time);
        Challenge = new ChallengeState(options.Time);
        Page = new PageState(options.Seed);
        Photos = new PhotoStore(options.PhotoBytesKept);
        Accounts = new AccountBook(options);
    }

    public Lock Lock { get; } = new();

    /// <summary>Counts the resets: a call from before one has no place in what came after. Under the lock.</summary>
    public int World { get; set; }

    public SandboxOptions Options { get; }

    public TimeProvider Time => Options.Time;

    public AccountBook Accounts { get; }

    public DeletedItems Deleted { get; } = new();

    public ShopMoves Moves { get; } = new();

    public PhotoStore Photos { get; }

    public SessionStore Sessions { get; }

    public LedgerBook Book { get; }

    public RequestCounts Requests { get; }

    public FaultBoard Faults { get; } = new();

    public ChallengeState Challenge { get; }

    public Pace Pace { get; } = new();

    public PageState Page { get; }

    public SandboxSettings Settings { get; set; } = new();

    /// <summary>Cancelled when the sandbox stops, so that slow answers do not hold it up.</summary>
    public CancellationTokenSource Stopping { get; } = new();
}
