using System.Text.Json.Nodes;

namespace StoFlow.Harness.Browsers;

/// <summary>The life of a browser's process and of its automation connection; the protocols differ, this does not.</summary>
internal abstract class BrowserBase(BrowserProcess process, BrowserProfile profile, BrowserOptions options) : IBrowser
{
    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(15);
    private AutomationSocket? _socket;
    private Uri? _address;

    public string Kind => options.Kind;

    public int ProcessId => process.Id;

    public string ProfileDirectory => profile.Folder;

    /// <summary>The connection in use; a page that holds something of an older one must ask anew.</summary>
    public AutomationSocket Socket =>
        _socket ?? throw new InvalidOperationException($"Not attached to {Kind}: it was detached (then call AttachAsync), killed or closed.");

    /// <summary>How long one call, or one load of a page, may take.</summary>
    public TimeSpan CallTimeout => options.CallTimeout;

    /// <summary>Waits for the process to listen, attaches, and sees to the extension; ends the process when that fails.</summary>
    public async Task<IBrowser> ReadyAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(options.StartTimeout);
        try
        {
            _address = await process.AddressAsync(deadline.Token);
            await AttachAsync(deadline.Token);
            if (options.ExtensionDirectory is { } extension)
                await InstallAsync(extension, deadline.Token);
            return this;
        }
        catch (Exception e)
        {
            await KillAsync(CancellationToken.None);
            var lastLines = await process.LastLinesAsync();
            await DisposeAsync();
            if (ct.IsCancellationRequested)
                throw;
            var reason = e is OperationCanceledException ? $"not ready in {options.StartTimeout.TotalSeconds:0.#} s" : e.Message;
            throw new BrowserException(string.Join(Environment.NewLine, $"{Kind} did not start: {reason}", "Its last lines:", lastLines), e);
        }
    }

    public abstract Task<IPage> OpenApartAsync(string url, CancellationToken ct = default);

    public abstract Task<IPage> OpenAsync(string url, CancellationToken ct = default);

    public abstract string ExtensionPageUrl(string file);

    public abstract Task SetNetworkAsync(bool there, string? cutOff = null, CancellationToken ct = default);

    public abstract Task<IReadOnlyList<(string Name, string Value)>> CookiesAsync(CancellationToken ct = default);

    public async Task<IReadOnlyList<IPage>> PagesAsync(CancellationToken ct = default) =>
        [.. (await TabsAsync(ct)).Select(tab => tab.Page)];

    public async Task<IPage> WaitForPageAsync(string urlPart, TimeSpan timeout, CancellationToken ct = default)
    {
        IReadOnlyList<BrowserTab> tabs = [];
        var found = await Deadline.PollAsync(
            timeout,
            async () => (tabs = await TabsAsync(ct)).FirstOrDefault(tab => tab.Url.Contains(urlPart, StringComparison.Ordinal)),
            ct);
        return found?.Page ?? throw new TimeoutException(
            $"No tab with '{urlPart}' in {timeout.TotalSeconds:0.#} s; there are: {string.Join(", ", tabs.Select(tab => tab.Url))}.");
    }

    public async Task AttachAsync(CancellationToken ct = default)
    {
        if (_socket is not null)
            return;
        var socket = await AutomationSocket.ConnectAsync(SocketAddress(_address!), options.CallTimeout, ct);
        try
        {
            await BeginSessionAsync(socket, ct);
            _socket = socket;
        }
        finally
        {
            if (_socket is null)
                await socket.DisposeAsync();
        }
    }

    public async Task DetachAsync(CancellationToken ct = default)
    {
        if (_socket is null)
            return;
        await EndSessionAsync(_socket, ct);
        await DropSocketAsync();
    }

    public async Task QuitAsync(CancellationToken ct = default)
    {
        await AttachAsync(ct);
        try
        {
            await Socket.CallAsync(QuitMethod, [], ct);
        }
        catch (BrowserException)
        {
            // It may end before it answers.
        }

        await DropSocketAsync();
        await process.WaitForExitAsync(QuitTimeout, ct);
        await process.KillAsync(ct);
    }

    public async Task KillAsync(CancellationToken ct = default)
    {
        await process.KillAsync(ct);
        await DropSocketAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await process.DisposeAsync();
        profile.Dispose();
    }

    protected abstract string QuitMethod { get; }

    protected abstract Uri SocketAddress(Uri printed);

    protected abstract Task BeginSessionAsync(AutomationSocket socket, CancellationToken ct);

    protected abstract Task EndSessionAsync(AutomationSocket socket, CancellationToken ct);

    protected abstract Task InstallAsync(string extension, CancellationToken ct);

    protected abstract Task<IReadOnlyList<BrowserTab>> TabsAsync(CancellationToken ct);

    private async Task DropSocketAsync()
    {
        if (Interlocked.Exchange(ref _socket, null) is { } socket)
            await socket.DisposeAsync();
    }
}
