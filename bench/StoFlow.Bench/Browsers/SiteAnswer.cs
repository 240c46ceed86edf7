namespace StoFlow.Bench.Browsers;

/// <summary>What the site says to each write; the same text to relay and bridge.</summary>
internal static class SiteAnswer
{
    public const string Response =
        """{"success":true,"status":200,"statusText":"OK","headers":{"content-type":"application/json; charset=utf-8","date":"Mon, 02 Jun 2025 08:00:00 GMT","x-request-id":"0f1e2d3c"},"duration_ms":2,"data":{"item":{"id":4000000001,"title":"Blue wool coat","price":{"amount":"24.00","currency_code":"EUR"},"is_draft":false},"code":0}}""";
}
