using StoFlow.Bridge.Pairing;
using StoFlow.Protocol.Policy;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>What of a browser's word on its sites the bridge keeps and shows: sites of the list, each once, and a name that fits a line.</summary>
internal static class StatusRules
{
    /// <summary>A tab of the site is open.</summary>
    public const string Open = "open";

    public static BrowserStatus Fit(BrowserStatus status) => status with
    {
        Sites =
        [
            .. status.Sites.Where(known => known is not null && SitePolicy.Current.Find(known.Site) is not null)
                .DistinctBy(known => known.Site, StringComparer.Ordinal)
                .Select(known => known with { Tab = known.Tab == Open ? Open : "none", Login = known.Login is { } login ? BrowserGate.Cut(login) : null }),
        ],
    };
}
