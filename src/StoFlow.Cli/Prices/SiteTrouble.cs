using StoFlow.Client;

namespace StoFlow.Cli.Prices;

/// <summary>Sees that it is the site that fails, not an item: several in a row end in a way that no item is the reason of.</summary>
internal sealed class SiteTrouble
{
    /// <summary>So many in a row end the run: a site in trouble is not helped by hundreds of further writes.</summary>
    public const int Most = 5;

    private int _inRow;

    public void Done() => _inRow = 0;

    /// <summary>Counts a failed item.</summary>
    /// <returns>Why the run ends here; null when it goes on.</returns>
    public string? Failed(StoFlowException problem)
    {
        _inRow = problem is OutcomeUnknownException or SiteException { Code: ClientErrorCode.Drift } or SiteException { Html: true } or SiteException { HttpStatus: >= 500 } ? _inRow + 1 : 0;
        return _inRow < Most ? null : $"{Most} items in a row ended so; the site is in trouble or has changed. Look at it, then go on. The last one: {problem.Detail}";
    }
}
