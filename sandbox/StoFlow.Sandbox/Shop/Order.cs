namespace StoFlow.Sandbox.Shop;

/// <summary>A sale: what the seller sees under "my orders".</summary>
internal sealed record Order(long TransactionId, long ConversationId, Item Item, string BuyerLogin, DateTimeOffset At, string UserStatus)
{
    public int StatusCode => UserStatus switch { "completed" => 450, "failed" => 300, "needs_action" => 230, _ => 240 };

    /// <summary>The filter word of the list.</summary>
    public string Filter => UserStatus switch { "completed" => "completed", "failed" => "canceled", _ => "in_progress" };
}
