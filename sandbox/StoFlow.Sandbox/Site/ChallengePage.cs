using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StoFlow.Sandbox.Api;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Site;

/// <summary>The bot check as a person meets it: a page with one button to press.</summary>
internal static class ChallengePage
{
    private const string Html = """
        <!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Vérification</title></head><body>
        <h1>Vérification</h1><p>Montre que tu n'es pas un robot.</p><!-- stands for the datadome / captcha-delivery check -->
        <form method="post" action="/challenge/solved"><button id="solve">Je suis humain</button></form></body></html>
        """;

    public static void Map(IEndpointRouteBuilder routes, Marketplace market)
        => routes.MapPost("/challenge/solved", http => PageNotes.Counted(market, "/challenge/solved", http, () =>
        {
            market.Challenge.Solve(MarketSite.Find(http.Request.Host.Host));
            http.Response.Redirect("/");
            http.Response.StatusCode = 303;
            return Task.CompletedTask;
        }));

    public static Task Show(HttpContext http)
    {
        http.Response.Headers["x-dd-b"] = "2";
        return ApiAnswers.WriteHtml(http, 403, Html);
    }
}
