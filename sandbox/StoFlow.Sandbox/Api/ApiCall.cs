using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Control;
using StoFlow.Sandbox.Faults;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;
using StoFlow.Sandbox.Site;

namespace StoFlow.Sandbox.Api;

/// <summary>One call on its way: who makes it, what will go wrong, and the only ways to answer it.</summary>
internal sealed class ApiCall(Marketplace market, ApiRoute route, HttpContext http, MarketSite site)
{
    private readonly int _world = market.World;

    public Marketplace Market { get; } = market;

    public ApiRoute Route { get; } = route;

    public HttpContext Http { get; } = http;

    public MarketSite Site { get; } = site;

    /// <summary>The switches as they were when the call came.</summary>
    public SandboxSettings Settings { get; } = market.Settings;

    public Session? Session { get; set; }

    /// <summary>The signed-in account; null for a visitor.</summary>
    public Account? Account { get; set; }

    /// <summary>The account, on routes only a seller reaches.</summary>
    public Account Me => Account ?? throw new InvalidOperationException("The route needs a signed-in seller.");

    /// <summary>The faults that hit it.</summary>
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    /// <summary>The fault that decides how a finished call is answered.</summary>
    public Fault? Ending { get; set; }

    /// <summary>The delay that comes between effect and answer.</summary>
    public Fault? LateDelay { get; set; }

    public string Method => Http.Request.Method;

    public string Path => Http.Request.Path.Value ?? "";

    /// <summary>Method for faults and the anti-forgery rule: anything but GET and HEAD.</summary>
    public bool IsUnsafe => !HttpMethods.IsGet(Method) && !HttpMethods.IsHead(Method);

    public string PhotoOrigin => Settings.PhotoHost is "images" ? "https://images1.vinted.net" : Site.Origin;

    public long Id(string name = "id") => long.TryParse(Http.Request.RouteValues[name] as string, CultureInfo.InvariantCulture, out var id) ? id : 0;

    public string? Query(string name) => Http.Request.Query[name].FirstOrDefault();

    public int Query(string name, int otherwise, int least, int most)
        => int.TryParse(Query(name), CultureInfo.InvariantCulture, out var value) ? Math.Clamp(value, least, most) : otherwise;

    /// <summary>The marketplace's lock, as long as the world the call came into stands.</summary>
    /// <exception cref="WorldGoneException">There was a reset: whatever the call was about to do, it must not.</exception>
    public Lock.Scope Enter()
    {
        var scope = Market.Lock.EnterScope();
        if (Market.World == _world) return scope;
        scope.Dispose();
        throw new WorldGoneException();
    }

    /// <summary>Takes the faults that wait for a call like this one.</summary>
    public void TakeFaults()
    {
        using (Enter()) Faults = Market.Faults.Take(Path, Method, Route.Writes || (Route.Method is "*" && IsUnsafe));
    }

    /// <summary>
    /// A ledger line of this call, with the status it is going to be answered with. Made inside the lock, with the effect.
    /// </summary>
    public LedgerEntry Effect(string effect, Item? item = null) => new()
    {
        At = Market.Time.GetUtcNow(),
        Method = Method,
        Path = Path,
        Status = Ending?.Kind switch { FaultKind.WriteThen504 => 504, FaultKind.WriteThenClose => 0, _ => 200 },
        Effect = effect,
        Host = Site.Host,
        Login = Account?.Login,
        ItemId = item?.Id,
        PhotoId = item is { Photos.Length: > 0 } ? item.Photos[0].Id : null,
        Title = item?.Title,
        Price = item?.Price,
        Reference = Tail(item?.Description),
        Fault = Ending?.Name,
    };

    public Task Ok(Action<Utf8JsonWriter> body) => ApiAnswers.Finish(this, body);

    public Task Ok() => Ok(static _ => { });

    /// <summary>Refuses in the site's own error envelope, and writes it down.</summary>
    public Task Refuse(int status, int code, string messageCode, string message, IReadOnlyList<FieldError>? errors = null)
        => ApiAnswers.Refuse(this, status, code, messageCode, message, errors);

    public Task NotFound() => Refuse(404, 104, "not_found", "Le contenu n'existe pas");

    public Task Invalid(IReadOnlyList<FieldError> errors)
        => Refuse(Settings.ValidationStatus, 99, "validation_error", string.Join(", ", errors.Select(e => e.Value)), errors);

    /// <summary>No such route: the site shows its HTML page, not JSON.</summary>
    public Task NoRoute() => ApiAnswers.Html(this, 404, "no_route", PageShell.NotFound(Site));

    private static string? Tail(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var start = Math.Max(0, text.Length - 64);
        if (start > 0 && char.IsLowSurrogate(text[start])) start++;
        return text[start..];
    }
}
