namespace StoFlow.Sandbox.Api;

/// <summary>Who may call a route.</summary>
internal enum Access
{
    /// <summary>Anybody who has visited a page: a visitor's token does.</summary>
    Visitor,

    /// <summary>A signed-in seller.</summary>
    Seller,
}
