using StoFlow.Cli.Resolving;

namespace StoFlow.Tests.Cli;

/// <summary>What a line of the audit list says of a write: only what can be looked for is taken for it.</summary>
public sealed class WrittenToTests
{
    [Theory]
    [InlineData("POST www.vinted.fr/api/v2/items/7/delete", "Delete", 7)]
    [InlineData("DELETE www.vinted.fr/api/v2/items/7", "Delete", 7)]
    [InlineData("DELETE www.vinted.fr/api/v2/item_upload/drafts/7", "Delete", 7)]
    [InlineData("POST www.vinted.fr/api/v2/item_upload/drafts/7/completion", "Publish", 7)]
    [InlineData("PUT www.vinted.fr/api/v2/items/7/is_hidden", "Hide", 7)]
    [InlineData("PUT www.vinted.fr/api/v2/item_upload/items/7", "Update", 7)]
    [InlineData("PUT www.vinted.fr/api/v2/item_upload/drafts/7", "Update", 7)]
    [InlineData("POST www.vinted.fr/api/v2/item_upload/items", "Create", 0)]
    [InlineData("POST www.vinted.fr/api/v2/item_upload/drafts", "CreateDraft", 0)]
    [InlineData("POST www.vinted.fr/api/v2/photos", "Photo", 0)]
    public void A_write_of_the_shop_is_known(string write, string kind, long item)
    {
        var written = WrittenTo.Parse("abc EXECUTE_HTTP_REQUEST " + write);
        Assert.Equal((kind, item), (written.Kind.ToString(), written.ItemId));
    }

    [Theory]
    [InlineData("EXECUTE_HTTP_REQUEST DELETE www.vinted.fr/api/v2/conversations/7")]
    [InlineData("EXECUTE_HTTP_REQUEST DELETE www.vinted.fr/api/v2/users/7/holiday")]
    [InlineData("EXECUTE_HTTP_REQUEST PATCH www.vinted.fr/api/v2/items/7")]
    [InlineData("EXECUTE_BATCH_REQUESTS POST www.vinted.fr/api/v2/items/7/delete, POST www.vinted.fr/api/v2/items/8/delete")]
    [InlineData("EXECUTE_SEQUENTIAL_REQUESTS GET www.vinted.fr/api/v2/users/current, DELETE www.vinted.fr/api/v2/items/7")]
    [InlineData("PING")]
    public void Of_anything_else_nobody_can_say_by_an_item_whether_it_happened(string write) =>
        Assert.Equal(WriteKind.Other, WrittenTo.Parse("abc " + write).Kind);
}
