using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Control;

/// <summary>An account with the invented password its form takes.</summary>
internal sealed record AccountReport(long UserId, string Login, string Email, string Password, string Site, string RealName, int Items, int Orders)
{
    public static AccountReport Of(Account account) => new(
        account.Id, account.Login, account.Details.Email, account.Details.Password, account.Site.Host, account.Details.RealName,
        account.Shop.Count, account.Shop.Orders.Count);
}
