using System.Text.Json.Nodes;
using Xunit;

namespace StoFlow.IntegrationTests.SandboxTests;

/// <summary>A reset while calls are under way: nothing of the old world gets into the new one.</summary>
public sealed class ResetTests : SandboxTest
{
    [Theory]
    [InlineData("draft")]
    [InlineData("item")]
    [InlineData("edit")]
    [InlineData("delete")]
    [InlineData("hide")]
    [InlineData("photo")]
    [InlineData("holiday")]
    [InlineData("refused")]
    public async Task A_write_under_way_at_a_reset_leaves_no_trace(string write)
    {
        var shopper = await Seller();
        var (id, photo) = (await shopper.Create(), await shopper.Photo());
        await Control.Fault("slow", more: "\"delay_ms\":700");
        var call = Record.ExceptionAsync(() => Write(shopper, write, id, photo));
        await Taken();
        await Control.Post("reset", """{"items":3}""");
        await call;

        Assert.Empty(await Control.Effects());
        Assert.Equal(3, (await Control.Get("items")).AsArray().Count);
        Assert.Empty((await shopper.Get("photos")).Json["photos"]!.AsArray());
        Assert.DoesNotContain((await Control.Get("requests/log")).AsArray(), note => (string?)note!["method"] is not "GET");
        Assert.Equal(200, (await shopper.Post("item_upload/drafts", TestItem.Draft("Après", 5))).Status);
    }

    [Fact]
    public async Task A_bot_check_on_its_way_at_a_reset_does_not_stand_in_the_new_world()
    {
        var shopper = await Seller();
        await Control.Fault("slow", more: "\"delay_ms\":700");
        await Control.Fault("challenge_json", more: "\"sticky\":true");
        var call = Record.ExceptionAsync(() => shopper.Get("users/current"));
        await Taken();
        await Control.Post("reset");
        await call;
        Assert.Equal(200, (await shopper.Get("users/current")).Status);
        Assert.False((bool)(await Control.Get("requests"))["challenge_pending"]!);
    }

    [Fact]
    public async Task A_fault_of_a_write_under_way_does_not_come_back_after_a_clear()
    {
        var shopper = await Seller();
        await Control.Fault("slow", more: "\"delay_ms\":700");
        await Control.Fault("write_then_504");
        var call = shopper.Post("items/1/delete");
        await Taken();
        await Control.Fault("clear");
        Assert.Equal(404, (await call).Status);
        Assert.Empty((await Control.Get("faults")).AsArray());
    }

    /// <summary>Waits until no fault waits any more: the call that took it is under way.</summary>
    private async Task Taken()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await Control.Get("faults")).AsArray().Count > 0) await Task.Delay(10, deadline.Token);
    }

    private static Task<SiteAnswer> Write(Shopper shopper, string write, long id, long photo) => write switch
    {
        "draft" => shopper.Post("item_upload/drafts", TestItem.Draft("Avant", 5)),
        "item" => shopper.Post("item_upload/items", TestItem.Body("Avant", 5, photo)),
        "edit" => shopper.Put($"item_upload/items/{id}", TestItem.Body("Avant", 5, photo)),
        "delete" => shopper.Delete($"items/{id}"),
        "hide" => shopper.Put($"items/{id}/is_hidden", new JsonObject { ["is_hidden"] = true }),
        "photo" => shopper.Upload(TestPicture.Make()),
        "holiday" => shopper.Delete($"users/{shopper.UserId}/holiday"),
        _ => shopper.Post("items/1/delete"),
    };
}
