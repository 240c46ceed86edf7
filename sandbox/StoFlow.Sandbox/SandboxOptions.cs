namespace StoFlow.Sandbox;

/// <summary>How a sandbox starts. Everything listens on loopback only.</summary>
public sealed record SandboxOptions
{
    /// <summary>Port of the HTTPS marketplace; 0 takes a free one.</summary>
    public int SitePort { get; init; }

    /// <summary>Port of the plain-HTTP control service; 0 takes a free one.</summary>
    public int ControlPort { get; init; }

    /// <summary>Seed of everything invented: titles, prices, ids, the anti-forgery token.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Items in the shop of the first seller, when <see cref="Sellers"/> does not say.</summary>
    public int Items { get; init; } = 137;

    /// <summary>The accounts at the start; empty means one demo seller on <c>www.vinted.fr</c>.</summary>
    public IReadOnlyList<SellerOptions> Sellers { get; init; } = [];

    /// <summary>Bytes of uploaded photos kept in memory; beyond it only size and SHA-256 stay.</summary>
    public long PhotoBytesKept { get; init; } = 256L * 1024 * 1024;

    /// <summary>Most entries the ledger and the request log keep; the oldest tenth goes first.</summary>
    public int LedgerLimit { get; init; } = 500_000;

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
