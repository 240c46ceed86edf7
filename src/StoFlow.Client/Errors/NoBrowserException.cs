namespace StoFlow.Client;

/// <summary>
/// The seller's browser is not there or not ready: <c>no_browser</c>, <c>no_site_tab</c>, <c>site_permission_missing</c>,
/// <c>plugin_outdated</c>. Nothing was sent; somebody has to see to the browser first.
/// </summary>
public sealed class NoBrowserException(string code, string detail) : StoFlowException(code, detail);
