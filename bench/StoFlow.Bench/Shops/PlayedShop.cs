using System.Globalization;
using System.Net;
using System.Text;

namespace StoFlow.Bench.Shops;

/// <summary>A bridge's answers to one listing of a shop, made page by page and kept nowhere: what stays in memory is the client's.</summary>
internal sealed class PlayedShop(int items) : HttpMessageHandler
{
    private const string Item = """
        {"id":@,"title":"Robe longue Maison Aubrac à fleurs ✨ @","price":{"amount":"28.9","currency_code":"EUR"},"service_fee":{"amount":"2.15","currency_code":"EUR"},
        "total_item_price":{"amount":"31.05","currency_code":"EUR"},"brand":"Maison Aubrac","size":"M / 40","status":"Très bon état","url":"https://www.vinted.fr/items/@-robe-longue",
        "path":"/items/@-robe-longue","photos":[{"id":@,"image_no":1,"width":1200,"height":1600,"orientation":0,"url":"https://www.vinted.fr/t/@/f800/1767225600.jpeg?s=0123456789abcdef",
        "full_size_url":"https://www.vinted.fr/tc/@/1767225600.jpeg?s=0123456789abcdef","is_main":true,"dominant_color":"#8A7B6C","high_resolution":{"id":"@","timestamp":1767225600,"orientation":null},
        "thumbnails":[{"type":"thumb70x100","url":"https://www.vinted.fr/t/@/70x100.jpeg","width":70,"height":100,"original_size":null}]}],"view_count":37,"favourite_count":4,
        "is_draft":false,"is_closed":false,"is_reserved":false,"is_hidden":false,"is_processing":false,"item_closing_action":null,"item_alert_type":null,"item_alert":null,
        "user_id":12340001,"user":{"id":12340001,"login":"demo.shop"},"can_edit":true,"can_delete":true,"can_push_up":true,"stats_visible":true,"promoted":false,
        "created_at_ts":"2026-01-05T10:00:00+01:00"}
        """;

    private const int FirstId = 1_000_000;

    /// <summary>Bytes of items handed out, as the site writes them.</summary>
    public long ItemBytes { get; private set; }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => AnswerAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var asked = await request.Content!.ReadAsStringAsync(ct);
        var text = new StringBuilder("{\"success\":true,\"command_id\":\"c\",\"duration_ms\":1,\"status\":200,\"data\":");
        Page(text, Number(asked, "&page="), Number(asked, "per_page="));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text.Append('}').ToString(), Encoding.UTF8, "application/json") };
    }

    private void Page(StringBuilder text, int page, int size)
    {
        var (from, to) = (Math.Min((page - 1) * size, items), Math.Min(page * size, items));
        text.Append("{\"items\":[");
        for (var i = from; i < to; i++)
        {
            var item = Item.Replace("@", (FirstId + i).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            ItemBytes += Encoding.UTF8.GetByteCount(item);
            text.Append(i > from ? "," : "").Append(item);
        }

        text.Append(CultureInfo.InvariantCulture, $"],\"pagination\":{{\"current_page\":{page},\"total_pages\":{(items + size - 1) / size},\"total_entries\":{items},\"per_page\":{size}}},\"code\":0}}");
    }

    private static int Number(string text, string after) =>
        int.Parse(text[(text.IndexOf(after, StringComparison.Ordinal) + after.Length)..].TakeWhile(char.IsAsciiDigit).ToArray(), CultureInfo.InvariantCulture);
}
