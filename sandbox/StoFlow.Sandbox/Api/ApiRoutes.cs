using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StoFlow.Sandbox.Api;

/// <summary>Maps routes so that every call goes through the one gate.</summary>
internal sealed partial class ApiRoutes(IEndpointRouteBuilder routes, Marketplace market)
{
    public const string Prefix = "/api/v2/";

    public static void MapAll(IEndpointRouteBuilder routes, Marketplace market)
    {
        var api = new ApiRoutes(routes, market);
        UserApi.Map(api);
        WardrobeApi.Map(api);
        ItemReadApi.Map(api);
        ItemWriteApi.Map(api);
        DraftApi.Map(api);
        PhotoApi.Map(api);
        OrderApi.Map(api);
        CatalogueApi.Map(api);
        api.Map(new ApiRoute("*", Prefix + "{**rest}", Access.Visitor, Writes: false, call => call.NoRoute()));
    }

    /// <summary>A read.</summary>
    public void Get(string path, Access access, Func<ApiCall, Task> handler)
        => Map(new ApiRoute(HttpMethods.Get, Prefix + path, access, Writes: false, handler));

    /// <summary>A POST that only asks.</summary>
    public void Ask(string path, Func<ApiCall, Task> handler)
        => Map(new ApiRoute(HttpMethods.Post, Prefix + path, Access.Seller, Writes: false, handler));

    /// <summary>A call that changes something.</summary>
    public void Write(string method, string path, Func<ApiCall, Task> handler, int bodyLimit = SiteLimits.JsonBytes)
        => Map(new ApiRoute(method, Prefix + path, Access.Seller, Writes: true, handler) { BodyLimit = bodyLimit });

    private void Map(ApiRoute route)
    {
        var named = route with { Name = route.Method is "*" ? "(no route)" : Constraint().Replace(route.Template, "}") };
        Task Run(HttpContext http) => ApiGate.RunAsync(market, named, http);
        if (route.Method is "*") routes.Map(route.Template, Run);
        else routes.MapMethods(route.Template, route.Method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : [route.Method], Run);
    }

    [GeneratedRegex(":[a-z]+}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Constraint();
}
