using System.CommandLine;
using System.Globalization;
using StoFlow.Cli.Items;
using StoFlow.Cli.Json;
using StoFlow.Cli.Settings;

namespace StoFlow.Cli.Verbs;

internal sealed class PhotosUploadVerb : Verb
{
    private readonly Argument<string> _file;
    private readonly Option<long?> _item;
    private readonly Option<string?> _key;

    public PhotosUploadVerb(ToolHost host)
        : base(
            host,
            "upload",
            "Uploads a JPEG or PNG; place and camera data are taken out first.",
            "stoflow photos upload front.jpg",
            "stoflow photos upload back.jpg --item 7000000001")
    {
        _file = PathArgument("file", "The photo.");
        _item = Option<long?>("--item", "Adds it to this item, as the last one.", "id");
        _item.CustomParser = result => Numbers.Whole<long>(result);
        _key = Option<string?>("--idempotency-key", "Same key, same photo: uploaded once.", "key");
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var photo = ItemFile.Photo(call.Value(_file));
        if (call.Value(_item) is { } id)
        {
            var item = await (await call.ShopAsync(cancel)).Photos.AddAsync(id, photo, call.Value(_key), cancel);
            call.Screen.Line(string.Create(CultureInfo.InvariantCulture, $"Item {id} has the photo now."));
            call.Screen.Json(item, CliJson.Relaxed.ItemDetail);
            return ExitCodes.Done;
        }

        var uploaded = await (await call.ShopAsync(cancel)).Photos.UploadAsync(photo, call.Value(_key), cancel);
        call.Screen.Line(string.Create(CultureInfo.InvariantCulture, $"Photo {uploaded.Id}, {uploaded.Width} × {uploaded.Height}."));
        call.Screen.Json(uploaded, CliJson.Relaxed.Photo);
        return ExitCodes.Done;
    }
}
