using System.CommandLine;
using StoFlow.Bridge;
using StoFlow.Cli.Screens;
using StoFlow.Client;

namespace StoFlow.Cli.Settings;

/// <summary>One run of a verb: what was typed, and the way to the bridge that follows from it.</summary>
internal sealed class Call(ToolHost host, ParseResult parse) : IDisposable
{
    public const string BridgeVariable = "STOFLOW_URL";
    private const string SellerVariable = "STOFLOW_SELLER";

    private (string? Seller, string? Site) _assumed;
    private BridgeClient? _bridge;
    private VintedProxyClient? _shop;

    public ToolHost Host => host;

    public DateTimeOffset Began { get; } = host.Time.GetUtcNow();

    /// <summary>Whether the bridge may have been asked for something.</summary>
    public bool AskedBridge => _bridge is not null || _shop is not null;

    public Screen Screen { get; } = new(host, parse.GetValue(host.Options.Json));

    public TimeSpan? Timeout => parse.GetValue(host.Options.Timeout);

    /// <summary>For requests to the bridge, in milliseconds.</summary>
    public int? TimeoutMs => Timeout is { } time ? (int)Math.Clamp(time.TotalMilliseconds, 1, 3_600_000) : null;

    public string? Site => parse.GetValue(host.Options.Site) ?? _assumed.Site;

    public string? Seller => parse.GetValue(host.Options.Seller) ?? _assumed.Seller ?? Set(SellerVariable);

    /// <summary>The bridge's address as it was told, for messages.</summary>
    public string BridgeUrlText => parse.GetValue(host.Options.Bridge) ?? Set(BridgeVariable) ?? GlobalOptions.DefaultBridge;

    public Uri BridgeUrl => Uri.TryCreate(BridgeUrlText, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? url
        : throw new UsageException($"{(parse.GetValue(host.Options.Bridge) is null ? BridgeVariable : "--bridge")}: '{BridgeUrlText}' is not an address such as {GlobalOptions.DefaultBridge}.");

    /// <summary>What <c>--data</c> said.</summary>
    public string? DataFolderTold => parse.GetValue(host.Options.Data) is { Length: > 0 } told ? Path.GetFullPath(told) : null;

    public string DataFolder => DataFolderTold ?? host.DefaultDataFolder;

    /// <summary>Whether that folder is the asked bridge's as far as anybody can tell: who names an address and a token may mean any bridge of this machine.</summary>
    public bool KnowsDataFolder => DataFolderTold is not null || Set(Settings.DataFolder.Variable) is not null
        || (parse.GetValue(host.Options.Bridge) ?? Set(BridgeVariable)) is null || (parse.GetValue(host.Options.Token) ?? Set(TokenFinder.Variable)) is null;

    public T? Value<T>(Option<T> option) => parse.GetValue(option);

    public T Value<T>(Argument<T> argument) => parse.GetValue(argument)!;

    public string? FindToken()
    {
        var token = TokenFinder.Find(parse.GetValue(host.Options.Token), host.Variable, BridgeUrl, DataFolder);
        if (token is null)
            Screen.Note(Settings.DataFolder.HasBridge(DataFolder) && AddressFile.Read(DataFolder) is [{ } where, ..]
                ? $"The bridge of {DataFolder} listens at {where}, so its admin token is not shown to what may answer at {BridgeUrlText}. Give --bridge {where}, or --token."
                : $"No bridge runs on {DataFolder}, so its admin token is not shown to what may answer at {BridgeUrlText}. Start it (stoflow serve), or give --data or --token.");
        return token;
    }

    /// <summary>Whose shop a file belongs to, when the call does not say otherwise. Before the first use of <see cref="ShopAsync"/>.</summary>
    public void Assume(string? seller, string? site) => _assumed = (seller, site);

    /// <summary>The way to the bridge, made at first use.</summary>
    public BridgeClient Bridge => _bridge ??= Make(() => new BridgeClient(BridgeUrl.ToString(), FindToken(), BridgeOptions));

    public BridgeAdministration Admin => Bridge.Administration;

    /// <summary>The way to the seller's shop, made at first use.</summary>
    public async Task<VintedProxyClient> ShopAsync(CancellationToken cancel)
    {
        if (_shop is not null) return _shop;
        var seller = await FindSellerAsync(cancel);
        return _shop = Make(() => new VintedProxyClient(BridgeUrl.ToString(), FindToken(), ShopOptions(seller)));
    }

    /// <summary>Who was told, else the only one there is. Never a guess among several.</summary>
    public async Task<string?> FindSellerAsync(CancellationToken cancel)
    {
        if (Seller is { } told) return told;
        var sellers = await Admin.ListSellersAsync(cancel);
        return sellers.Count switch
        {
            0 => null,
            1 => sellers[0].Name,
            _ => throw new UsageException($"Which seller? Add --seller, one of: {string.Join(", ", sellers.Select(seller => seller.Name))}."),
        };
    }

    /// <summary>Holds a server until a signal. SIGTERM is how service managers end what is well: no failure.</summary>
    public async Task<int> UntilStoppedAsync(CancellationToken cancel)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancel.Register(stopped.SetResult);
        await stopped.Task;
        Screen.Note("Stopping …");
        return host.Terminated() ? ExitCodes.Done : ExitCodes.Interrupted;
    }

    public void Dispose()
    {
        _bridge?.Dispose();
        _shop?.Dispose();
    }

    private BridgeClientOptions BridgeOptions => new() { Time = host.Time };

    private VintedClientOptions ShopOptions(string? seller)
    {
        var options = new VintedClientOptions { Seller = seller, Site = Site, Bridge = BridgeOptions, OnDrift = drift => Screen.Note($"The site's {drift.Answer} {(drift.OfAnotherType ? "holds another type than known at" : "lacks")} {drift.Path}; it is left empty.") };
        return Timeout is { } time ? options with { Timeout = time, WriteTimeout = time } : options;
    }

    // What the client says of its arguments is about what was typed here.
    private static T Make<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(wrong.Message.Replace($" (Parameter '{wrong.ParamName}')", "", StringComparison.Ordinal));
        }
    }

    private string? Set(string variable) => host.Variable(variable) is { Length: > 0 } value ? value : null;
}
