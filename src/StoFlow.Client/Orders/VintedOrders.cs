using System.Globalization;
using System.Runtime.CompilerServices;

namespace StoFlow.Client;

/// <summary>Sales and purchases.</summary>
public sealed class VintedOrders
{
    private const int PageSize = 50;
    private readonly SiteCalls _site;

    internal VintedOrders(SiteCalls site) => _site = site;

    /// <summary>What the seller sold, newest first.</summary>
    /// <param name="status">Which of them.</param>
    /// <param name="cancel">Stops the reading.</param>
    public IAsyncEnumerable<Order> GetSalesAsync(OrderStatus status = OrderStatus.All, CancellationToken cancel = default) => GetOrdersAsync(OrderKind.Sold, status, cancel);

    /// <summary>Sales or purchases, newest first. What changes while they are read is neither missed nor given twice.</summary>
    /// <param name="kind">Which side.</param>
    /// <param name="status">Which of them.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <exception cref="StoFlowException"><c>list_unsettled</c>, at the end: the list kept changing, so it may not be all.</exception>
    public async IAsyncEnumerable<Order> GetOrdersAsync(OrderKind kind, OrderStatus status = OrderStatus.All, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"my_orders?type={Word(kind)}&status={Word(status)}&per_page={PageSize}&page=");
        var list = new SettledList<Order>((page, token) => PageAsync(path + page.ToString(CultureInfo.InvariantCulture), token), Id);
        await foreach (var order in list.ReadAllAsync(cancel).ConfigureAwait(false)) yield return order;
    }

    private async Task<ListPage<Order>> PageAsync(string path, CancellationToken cancel)
        => Pages.Read(await _site.ReadAsync(path, Shapes.Orders, cancel).ConfigureAwait(false), "my_orders", ClientJson.Default.Order, Shapes.Orders);

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
