using System.Globalization;
using System.Text.Json;
using StoFlow.Protocol.Shapes;

namespace StoFlow.Client;

/// <summary>Reads the seller's own list.</summary>
internal sealed class Wardrobe(SiteCalls site)
{
    /// <param name="userId">Whose list; asks the browser when null.</param>
    /// <param name="throttle">A pause between two pages.</param>
    /// <param name="pageSize">Items of a page.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async IAsyncEnumerable<Item> ReadAllAsync(
        long? userId, TimeSpan throttle, int pageSize, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var id = userId ?? (await UserAsync(cancel).ConfigureAwait(false)).UserId;

        // Newest first: what is added while the list is read then shows at its beginning, where the list is looked at again.
        var path = string.Create(CultureInfo.InvariantCulture, $"wardrobe/{id}/items?per_page={pageSize}&order=newest_first&page=");
        var list = new SettledList<Item>((page, token) => PageAsync(path + page.ToString(CultureInfo.InvariantCulture), token), item => item.Id)
        {
            Pause = token => throttle > TimeSpan.Zero ? Task.Delay(throttle, site.Time, token) : Task.CompletedTask,
        };
        await foreach (var item in list.ReadAllAsync(cancel).ConfigureAwait(false)) yield return item;
    }

    public async Task<UserData> UserAsync(CancellationToken cancel)
    {
        var request = site.Envelope(Protocol.CommandAction.GetUserData, site.Options.Timeout);
        var answer = await site.Bridge.ExecuteAsync(request, null, cancel).ConfigureAwait(false);
        if (!answer.Success && answer.Status is not null and not 200) SiteAnswer.Require(answer, write: false);
        var data = answer.Data ?? default;
        site.Check(data, SiteShapes.User);
        return DriftWatch.Read(data, ClientJson.Default.UserData, SiteShapes.User);
    }

    private async Task<ListPage<Item>> PageAsync(string path, CancellationToken cancel)
    {
        var page = Pages.Read(await site.ReadAsync(path, SiteShapes.WardrobePage, cancel).ConfigureAwait(false), "items", ClientJson.Default.Item, SiteShapes.WardrobePage);
        var currency = (await site.SiteAsync(cancel).ConfigureAwait(false)).Currency;
        return page with { Entries = page.Entries.Select(item => item.Price.Currency.Length > 0 ? item : item with { Currency = currency }) };
    }
}
