using System.ComponentModel.DataAnnotations;

namespace StoFlow.Bridge;

/// <summary>Everything an operator can set. <see cref="BridgeHost"/> checks all of it at start and reports all faults at once.</summary>
public sealed class BridgeOptions
{
    private const string NameRule = "Name: 1 to 64 characters without control characters.";

    /// <summary>Where to listen; default <c>http://127.0.0.1:8000</c>. Port 0 takes a free one.</summary>
    [Required, MinLength(1, ErrorMessage = "Urls: name at least one, such as http://127.0.0.1:8000.")]
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8000"];

    /// <summary>Where the store, the admin token and the uploads live; default <c>stoflow-data</c> in the working folder.</summary>
    [Required(ErrorMessage = "DataDirectory: name a folder that the bridge may write.")]
    public string DataDirectory { get; init; } = "stoflow-data";

    /// <summary>What plugins show the seller as the bridge's name; default the machine's name.</summary>
    [Required(ErrorMessage = NameRule), RegularExpression(@"\P{Cc}{1,64}", ErrorMessage = NameRule)]
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>How fast the lanes go; default <see cref="PaceOptions.Gentle"/>.</summary>
    [Required]
    public PaceOptions Pace { get; init; } = PaceOptions.Gentle;

    /// <summary>Path prefixes beyond <c>/api/v2/</c> that commands may touch; every seller must agree to them in the plugin. Default none.</summary>
    [Required]
    public IReadOnlyList<string> MorePaths { get; init; } = [];

    /// <summary>Sizes and counts that bound the bridge.</summary>
    [Required]
    public LimitOptions Limits { get; init; } = new();

    /// <summary>How long outcomes are kept.</summary>
    [Required]
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Time between two pings to a browser, in milliseconds; default 15,000. Browsers suspend a plugin after 30,000.</summary>
    [Range(100, 25_000, ErrorMessage = "PingIntervalMs: 100 to 25000.")]
    public int PingIntervalMs { get; init; } = 15_000;

    /// <summary>After how long without a word a connection counts as dead, in milliseconds; default 45,000.</summary>
    [Range(300, 600_000, ErrorMessage = "SilenceMs: 300 to 600000.")]
    public int SilenceMs { get; init; } = 45_000;

    /// <summary>Listen on other addresses than loopback; default false. Then every URL must be https, or only <c>known_proxies</c> get through to it.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>Further names by which callers may address the bridge (the <c>Host</c> header); default none.</summary>
    [Required]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>A PEM certificate for https URLs; with <see cref="CertificateKeyFile"/>.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The PEM key of <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>Who may knock, and how often.</summary>
    [Required]
    public Policy.DoorOptions Door { get; init; } = new();
}
