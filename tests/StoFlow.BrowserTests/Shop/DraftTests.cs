using StoFlow.Client;

namespace StoFlow.BrowserTests.Shop;

/// <summary>Drafts: made, changed, published, deleted.</summary>
public abstract class DraftTests(HouseFixture fixture) : ShopTest(fixture)
{
    [Fact]
    public async Task A_draft_is_made_changed_and_published_under_its_id()
    {
        var draft = await Client.Drafts.CreateAsync(Jeans(), cancel: Ct);
        await Client.Items.UpdateAsync(draft.Id, new ItemChanges { Price = 20, Photos = [Photo(41)] }, cancel: Ct);
        Assert.Equal("draft", (await House.Control.ItemAsync(draft.Id, Ct)).State);

        var item = await Client.Drafts.PublishAsync(draft.Id, cancel: Ct);

        var there = await House.Control.ItemAsync(draft.Id, Ct);
        Assert.Equal(draft.Id, item.Id);
        Assert.Equal(("active", 20m, Sha(41)), (there.State, there.Price, Assert.Single(there.PhotoSha256)));
        Assert.Equal(["draft_created", "photo_uploaded", "draft_updated", "draft_published"], await EffectsAsync());
    }

    [Fact]
    public async Task A_draft_that_lacks_a_photo_stays_one_and_says_so()
    {
        var draft = await Client.Drafts.CreateAsync(Jeans(), cancel: Ct);

        var refused = await Assert.ThrowsAsync<SiteException>(() => Client.Drafts.PublishAsync(draft.Id, cancel: Ct));

        Assert.Contains(refused.FieldErrors, error => error.Field is "photos");
        Assert.Equal(["draft_created", "refused"], await EffectsAsync());
    }

    [Fact]
    public async Task Deleting_a_draft_twice_says_that_it_was_gone()
    {
        var draft = await Client.Drafts.CreateAsync(Jeans(), cancel: Ct);
        Assert.True(await Client.Drafts.DeleteAsync(draft.Id, cancel: Ct));
        Assert.False(await Client.Drafts.DeleteAsync(draft.Id, cancel: Ct));

        Assert.Equal(["draft_created", "draft_deleted", "refused"], await EffectsAsync());
    }
}

/// <inheritdoc/>
[Collection<FirefoxHouse>]
public sealed class FirefoxDraftTests(FirefoxHouse fixture) : DraftTests(fixture);

/// <inheritdoc/>
[Collection<ChromiumHouse>]
public sealed class ChromiumDraftTests(ChromiumHouse fixture) : DraftTests(fixture);
