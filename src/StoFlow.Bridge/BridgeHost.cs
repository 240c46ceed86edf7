using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StoFlow.Bridge.Policy;

namespace StoFlow.Bridge;

/// <summary>A running bridge: for the tool's <c>serve</c>, and in-process for tests.</summary>
public sealed class BridgeHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FileStream _lock;
    private readonly string _folder;

    private BridgeHost(WebApplication app, FileStream held, BridgeOptions options)
    {
        (_app, _lock) = (app, held);
        _folder = Path.GetFullPath(options.DataDirectory);
        AdminTokenFile = Path.Combine(_folder, "admin.token");
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Url = new Uri(addresses.First());
        AddressFile.Write(_folder, addresses);
    }

    /// <summary>Where it listens; the actual port when 0 was asked for.</summary>
    public Uri Url { get; }

    /// <summary>The file that holds the admin token.</summary>
    public string AdminTokenFile { get; }

    /// <summary>The bridge's parts, for tests.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts a bridge; when this returns it serves.</summary>
    /// <param name="options">Checked first.</param>
    /// <param name="time">The clock; the system's when left out.</param>
    /// <param name="logging">Where the log goes; nowhere when left out.</param>
    /// <param name="ct">Gives up starting.</param>
    /// <exception cref="OptionsValidationException">Names every setting at fault.</exception>
    /// <exception cref="IOException">The data folder cannot be used, or another bridge uses it.</exception>
    public static async Task<BridgeHost> StartAsync(
        BridgeOptions options, TimeProvider? time = null, Action<ILoggingBuilder>? logging = null, CancellationToken ct = default)
    {
        Check(options);
        var held = TakeFolder(options);
        // One that a crash left names a port that may be anybody's by now.
        AddressFile.Remove(options.DataDirectory);
        WebApplication? app = null;
        try
        {
            app = Build(options, time ?? TimeProvider.System, logging);
            await BridgeParts.LoadAsync(app.Services, ct);
            app.UseBridge();
            app.MapBridge();
            await app.StartAsync(ct);
            return new BridgeHost(app, held, options);
        }
        catch (Exception problem)
        {
            if (app is not null) await EndAsync(app).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await held.DisposeAsync();
            if (FolderFault.Of(problem, options.DataDirectory) is { } fault) throw fault;
            throw;
        }
    }

    /// <summary>Completes when <see cref="DisposeAsync"/> stops the bridge, or it stops by itself; then it is still to be disposed of.</summary>
    public async Task WaitForShutdownAsync(CancellationToken ct = default)
    {
        // Not the host's own wait: it stops the host, too, and so a second time beside who is stopping it already.
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _app.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task.WaitAsync(ct);
    }

    /// <summary>Stops: browsers are told to come back, records are written, the folder is released.</summary>
    public async ValueTask DisposeAsync()
    {
        AddressFile.Remove(_folder);
        await EndAsync(_app);
        await _lock.DisposeAsync();
    }

    // Stopped also where it only half started: background work that loses its clock instead calls that a crash, at length.
    private static async Task EndAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync();
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    private static WebApplication Build(BridgeOptions options, TimeProvider time, Action<ILoggingBuilder>? logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "StoFlow.Bridge" });
        logging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => Door.ConfigureKestrel(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>().AddRouting();
        // The funnel for errors then hears which parameter it was.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(options).AddSingleton(time);
        builder.Services
            .AddStorage(options)
            .AddCommands()
            .AddLanes()
            .AddSessions(options)
            .AddWire(options)
            .AddDoor();
        return builder.Build();
    }

    private static FileStream TakeFolder(BridgeOptions options)
    {
        var path = Path.Combine(options.DataDirectory, "bridge.lock");
        try
        {
            MakeFolder(options.DataDirectory);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw FolderFault.Of(problem, options.DataDirectory)!;
        }
        catch (IOException problem) when (Directory.Exists(options.DataDirectory))
        {
            throw new IOException(
                $"Another bridge uses the folder {options.DataDirectory}, or it cannot be written. Stop the other one, or set another data folder.", problem);
        }
        catch (IOException problem)
        {
            throw new IOException($"The data folder {options.DataDirectory} cannot be made ({problem.Message}). Set another data folder.", problem);
        }
    }

    // Also a folder that was there, and before anything is put into it: what another account has opened by then it may read for ever.
    private static void MakeFolder(string folder)
    {
        const UnixFileMode owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, owners);
        if (File.GetUnixFileMode(folder) != owners) File.SetUnixFileMode(folder, owners);
    }

    private static void Check(BridgeOptions options)
    {
        if (OptionFaults.Of(options) is { Count: > 0 } faults) throw new OptionsValidationException("", typeof(BridgeOptions), faults);
    }
}
