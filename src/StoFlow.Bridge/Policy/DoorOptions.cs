using System.ComponentModel.DataAnnotations;

namespace StoFlow.Bridge.Policy;

/// <summary>Who may knock, and how often. The defaults suit one machine with a heavy back end on it.</summary>
public sealed class DoorOptions
{
    /// <summary>Password of the certificate (PKCS#12) or of its key (PEM). Default none.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Addresses or networks (10.0.0.0/8) of reverse proxies whose <c>X-Forwarded-For</c> and <c>-Proto</c> are believed. Default none.</summary>
    [Required]
    public IReadOnlyList<string> KnownProxies { get; init; } = [];

    /// <summary>Extension origins that may open the plugin's socket. Default none: any <c>moz-extension://</c> or <c>chrome-extension://</c>.</summary>
    [Required]
    public IReadOnlyList<string> PluginOrigins { get; init; } = [];

    /// <summary>Open connections in all; default 20,000.</summary>
    [Range(10, 1_000_000, ErrorMessage = "Door.MaxConnections: 10 to 1000000.")]
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Open connections from one address; default 500. Loopback and known proxies are not counted.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Door.MaxConnectionsPerAddress: 1 to 1000000.")]
    public int MaxConnectionsPerAddress { get; init; } = 500;

    /// <summary>Plugin sockets that have not proved who they are; default 1,000.</summary>
    [Range(1, 100_000, ErrorMessage = "Door.MaxUnidentified: 1 to 100000.")]
    public int MaxUnidentified { get; init; } = 1_000;

    /// <summary>The same from one address; default 30. Loopback and known proxies are not counted.</summary>
    [Range(1, 100_000, ErrorMessage = "Door.MaxUnidentifiedPerAddress: 1 to 100000.")]
    public int MaxUnidentifiedPerAddress { get; init; } = 30;

    /// <summary>Requests a second that one token may make; default 20,000.</summary>
    [Range(1, 10_000_000, ErrorMessage = "Door.RequestsPerSecond: 1 to 10000000.")]
    public int RequestsPerSecond { get; init; } = 20_000;

    /// <summary>Requests a second to open routes (health, page, plugin socket, unknown paths) from one address; default 1,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Door.OpenRequestsPerSecond: 1 to 1000000.")]
    public int OpenRequestsPerSecond { get; init; } = 1_000;

    /// <summary>Refused sign-ins a minute from one address, before the next are answered 429; default 60. A good token always passes.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Door.RefusedPerMinute: 1 to 1000000.")]
    public int RefusedPerMinute { get; init; } = 60;

    /// <summary>How long a client may take to send its request's headers, in milliseconds; default 10,000.</summary>
    [Range(100, 600_000, ErrorMessage = "Door.HeadersTimeoutMs: 100 to 600000.")]
    public int HeadersTimeoutMs { get; init; } = 10_000;

    /// <summary>How long an idle HTTP connection is kept, in milliseconds; default 120,000.</summary>
    [Range(100, 3_600_000, ErrorMessage = "Door.IdleTimeoutMs: 100 to 3600000.")]
    public int IdleTimeoutMs { get; init; } = 120_000;
}
