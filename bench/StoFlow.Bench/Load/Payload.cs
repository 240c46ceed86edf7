using System.Text;
using StoFlow.Bench.Browsers;
using StoFlow.Protocol.Policy;

namespace StoFlow.Bench.Load;

/// <summary>The commands that the load sends: a small PUT of an item, the same to relay and bridge.</summary>
internal static class Payload
{
    // 300 bytes, as the change of one item has.
    private const string Item =
        """{"item":{"id":4000000001,"title":"Blue wool coat, size M, worn twice","description":"Warm, from a home without pets or smoke. Sent within two days, well packed.","price":"24.00","currency":"EUR","catalog_id":1907,"brand_id":53,"size_id":3,"status_id":2,"color_ids":[9],"package_size_id":2,"is_draft":false}}""";

    /// <summary>The body of one call, to a lane: so many sites of one seller, then the next seller's.</summary>
    public static byte[] Of(int lane, int sites = 1) => Encoding.UTF8.GetBytes(
        $$$"""{"action":"EXECUTE_HTTP_REQUEST","seller":"{{{Fleet.Seller(lane / sites)}}}","request":{"url":"https://{{{SitePolicy.Current.Sites[lane % sites].Host}}}/api/v2/items/4000000001","method":"PUT","body":{{{Item}}}}}""");
}
