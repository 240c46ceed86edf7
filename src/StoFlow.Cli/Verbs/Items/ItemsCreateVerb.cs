using System.CommandLine;
using System.Globalization;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs.Items;

internal sealed class ItemsCreateVerb : Verb
{
    private readonly Option<string> _from;
    private readonly Option<string[]> _photos;
    private readonly Option<bool> _draft;
    private readonly Option<string?> _key;

    public ItemsCreateVerb(ToolHost host)
        : base(
            host,
            "create",
            "Puts an item up for sale, or makes a draft. In the file: title, description, price, catalog_id, brand_id, size_id, status_id, color_ids, package_size_id, …",
            "stoflow items create --from jean.json --photo front.jpg --photo back.jpg",
            "stoflow items create --from jean.json --photo front.jpg --idempotency-key jean-42 --json")
    {
        _from = PathOption<string>("--from", "The item's JSON file.");
        _photos = PathOption<string[]>("--photo", "A JPEG or PNG; repeat it, the first is the main one.");
        _draft = Option<bool>("--draft", "Only makes a draft.");
        _key = Option<string?>("--idempotency-key", "The same key makes the same item once, however often this is run.", "key");
        _from.Required = true;
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var item = ItemFile.Read(call.Value(_from)!, call.Value(_photos)!);
        var made = call.Value(_draft)
            ? await (await call.ShopAsync(cancel)).Drafts.CreateAsync(item, call.Value(_key), cancel)
            : await (await call.ShopAsync(cancel)).Items.CreateAsync(item, call.Value(_key), cancel);
        call.Screen.Json(made, CliJson.Relaxed.ItemDetail);
        call.Screen.Line(string.Create(CultureInfo.InvariantCulture, $"{(call.Value(_draft) ? "Draft" : "Item")} {made.Id} made: {item.Title}, {item.Price:0.00}"));
        return ExitCodes.Done;
    }
}
