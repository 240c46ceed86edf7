using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StoFlow.Sandbox.Ledger;

namespace StoFlow.Sandbox.Control;

/// <summary>The control service as a table of contents.</summary>
internal static class ControlEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Marketplace market)
    {
        var control = new ControlRoutes(routes);
        var json = ControlJson.Default;
        var world = new WorldControl(market);
        var faults = new FaultControl(market);

        control.Get("/control/ledger", "what changed or was refused; ?after=seq &limit= &effect= &item_id=", json.LedgerEntryArray, http => Ledger(market, http));
        control.Get("/control/requests", "counts by route and status, calls after a bot check", json.RequestReport, _ => Requests(market));
        control.Get("/control/requests/log", "the latest requests one by one; ?after=seq &limit=", json.RequestNoteArray,
            http => market.Requests.Recent(ControlQuery.Number(http, "after", 0), ControlQuery.Most(http, 1_000)));
        control.Get("/control/items", "items as they really are; ?seller= &state= &limit=", json.ItemReportArray, world.Items);
        control.Get("/control/sellers", "accounts with their invented passwords", json.AccountReportArray, _ => world.Sellers());
        control.Get("/control/faults", "faults still waiting", json.FaultReportArray, _ => faults.Waiting());
        control.Get("/control/settings", "the switches", json.SandboxSettings, _ => market.Settings);
        control.Post("/control/reset", "a fresh shop: {items, seller, sellers, seed, site, sign_out, keep_settings}", json.ResetRequest, json.AccountReportArray, world.Reset);
        control.Post("/control/sellers", "one more account: {login, email, password, site, items}", json.SellerRequest, json.AccountReport, world.AddSeller);
        control.Post("/control/sign-in", "a session without the form: {login, site}", json.SignInRequest, json.SignInReport, world.SignIn);
        control.Post("/control/sell", "sells an item: {item_id, status, buyer}", json.SellRequest, json.ItemReportArray, world.Sell);
        control.Post("/control/move", "adds, removes, moves items, now or before a page: {add, remove, to_front, before_page}", json.MoveRequest, json.MoveReport, world.Move);
        control.Post("/control/faults", "makes the next calls fail: {kind, count, skip, path, method, retry_after_s, delay_ms, …}", json.FaultRequest, json.FaultReportArray, faults.Add);
        control.Post("/control/challenge/solve", "settles the bot check", json.ControlAnswer, json.ControlAnswer, _ => new ControlAnswer(market.Challenge.Solve()));
        control.Post("/control/page", "form of the pages: {form, rotate}", json.PageRequest, json.ControlAnswer, faults.SetPage);
        control.Post("/control/settings", "changes the switches given", json.JsonObject, json.SandboxSettings, new SettingsControl(market).Change);
        var list = control.List;
        routes.MapGet("/control/", http => ControlRoutes.Send(http, 200, list, json.RouteReportArray));
        routes.MapGet("/", http => ControlRoutes.Send(http, 200, list, json.RouteReportArray));
    }

    private static LedgerEntry[] Ledger(Marketplace market, HttpContext http)
    {
        var effect = ControlQuery.Word(http, "effect", Effects.All);
        var (after, item, limit) = (ControlQuery.Number(http, "after", 0), ControlQuery.Number(http, "item_id", 0), ControlQuery.Most(http, int.MaxValue));
        if (effect is null && item == 0) return market.Book.After(after, limit);
        return [.. market.Book.After(after, int.MaxValue)
            .Where(e => (effect is null || string.Equals(e.Effect, effect, StringComparison.Ordinal)) && (item == 0 || e.ItemId == item)).Take(limit)];
    }

    private static RequestReport Requests(Marketplace market)
    {
        var counts = market.Requests.Counts();
        return new RequestReport
        {
            Total = counts.Sum(c => c.Count),
            ApiTotal = counts.Where(c => c.Path.StartsWith("/api/v2/", StringComparison.Ordinal) || c.Path is "(no route)").Sum(c => c.Count),
            AfterChallenge = market.Challenge.CallsAfter,
            AfterChallengeLate = market.Challenge.LateCallsAfter,
            PagesAfterChallenge = market.Challenge.PagesAfter,
            ChallengesServed = market.Challenge.Served,
            ChallengePending = market.Challenge.Pending,
            MaxInFlight = market.Requests.MaxInFlight,
            Counts = counts,
        };
    }
}
