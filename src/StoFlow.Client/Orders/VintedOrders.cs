using System.Globalization;
using System.Runtime.CompilerServices;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Sales and purchases.</summary>
public sealed class VintedOrders
{
    private const int PageSize = 50;

    // Without it the prices of transactions are plain texts.
    private static readonly Dictionary<string, string> MoneyHeaders = new(StringComparer.Ordinal) { ["X-Money-Object"] = "true" };
    private readonly SiteCalls _site;

    internal VintedOrders(SiteCalls site) => _site = site;

    /// <summary>What the seller sold, newest first.</summary>
    /// <param name="status">Which of them.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <remarks>Source: <c>GET /api/v2/my_orders</c>.</remarks>
    public IAsyncEnumerable<Order> GetSalesAsync(OrderStatus status = OrderStatus.All, CancellationToken cancel = default) => GetOrdersAsync(OrderKind.Sold, status, cancel);

    /// <summary>Sales or purchases, newest first. What changes while they are read is neither missed nor given twice.</summary>
    /// <param name="kind">Which side.</param>
    /// <param name="status">Which of them.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="StoFlowException"><c>list_unsettled</c>, at the end: the list kept changing, so it may not be all.</exception>
    /// <remarks>Source: <c>GET /api/v2/my_orders</c>.</remarks>
    public async IAsyncEnumerable<Order> GetOrdersAsync(OrderKind kind, OrderStatus status = OrderStatus.All, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"my_orders?type={Word(kind)}&status={Word(status)}&per_page={PageSize}&page=");
        var list = new SettledList<Order>((page, token) => PageAsync(path + page.ToString(CultureInfo.InvariantCulture), token), Id);
        await foreach (var order in list.ReadAllAsync(cancel).ConfigureAwait(false)) yield return order;
    }

    /// <summary>One sale or purchase in full: which items, who buys, how far the parcel is. That an item is in one is the proof that it was sold.</summary>
    /// <param name="transactionId">As <see cref="Order.TransactionId"/> shows it.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <exception cref="SiteException"><see cref="SiteException.IsGone"/>: there is no such transaction.</exception>
    /// <remarks>Source: <c>GET /api/v2/transactions/{id}</c>.</remarks>
    public async Task<Transaction> GetAsync(long transactionId, CancellationToken cancel = default)
    {
        var answer = await _site.ReadAsync("transactions/" + VintedItems.Text(transactionId), SiteShapes.Transaction, cancel, MoneyHeaders).ConfigureAwait(false);
        return _site.ReadCarried(answer.GetProperty("transaction"), ClientJson.Default.Transaction, SiteShapes.Transaction, "transaction");
    }

    private async Task<ListPage<Order>> PageAsync(string path, CancellationToken cancel)
    {
        var page = Pages.Read(
            await _site.ReadAsync(path, SiteShapes.Orders, cancel).ConfigureAwait(false), "my_orders", SiteShapes.Orders,
            (order, index) => _site.ReadCarried(order, ClientJson.Default.Order, SiteShapes.Orders, $"my_orders[{index}]"));
        var currency = (await _site.SiteAsync(cancel).ConfigureAwait(false)).Currency;
        return page with { Entries = page.Entries.Select(order => order with { Price = order.Price?.In(currency) }) };
    }

    // Both ids are missing now and then; then what is shown has to tell orders apart.
    private static long Id(Order order)
        => order.TransactionId ?? order.ConversationId ?? -1 - (long)(uint)HashCode.Combine(order.Title, order.Date, order.Price);

    private static string Word(OrderKind kind) => kind == OrderKind.Sold ? "sold" : "purchased";

    private static string Word(OrderStatus status) => status switch
    {
        OrderStatus.InProgress => "in_progress",
        OrderStatus.Completed => "completed",
        OrderStatus.Canceled => "canceled",
        _ => "all",
    };
}
