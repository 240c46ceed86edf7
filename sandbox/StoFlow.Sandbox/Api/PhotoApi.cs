using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using StoFlow.Sandbox.Ledger;
using StoFlow.Sandbox.Shop;

namespace StoFlow.Sandbox.Api;

/// <summary>Photo upload as multipart. The hash of what really arrived goes into the ledger.</summary>
internal static class PhotoApi
{
    public static void Map(ApiRoutes api)
    {
        api.Write("POST", "photos", Upload, SiteLimits.UploadBytes);
        api.Get("photos", Access.Seller, List);
    }

    private static async Task Upload(ApiCall call)
    {
        var boundary = MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        if (string.IsNullOrEmpty(boundary))
        {
            await call.Refuse(400, 50, "photo_upload", "Multipart form data with the part photo[file] was expected.");
            return;
        }

        PhotoForm form;
        try
        {
            form = await ReadForm(call, boundary);
        }
        catch (Exception broken) when (broken is (IOException or InvalidDataException) and not BadHttpRequestException && !call.Http.RequestAborted.IsCancellationRequested)
        {
            await call.Refuse(400, 50, "photo_upload", "The form breaks off or is not well formed.");
            return;
        }

        if (form.TooBig)
        {
            await call.Refuse(413, 50, "photo_upload", $"A photo has at most {call.Settings.PhotoBytes} bytes.");
            return;
        }

        if (form.Type is not "item" || form.Bytes is not { Length: > 0 } bytes || ImageHeader.Read(bytes) is not { } image)
        {
            await call.Refuse(400, 50, "photo_upload", "photo[type] must be \"item\" and photo[file] a JPEG, PNG or GIF.");
            return;
        }

        if (Math.Max(image.Width, image.Height) > call.Settings.PhotoSide)
        {
            await call.Refuse(400, 51, "photo_dimensions", $"A side has at most {call.Settings.PhotoSide} pixels.");
            return;
        }

        await Keep(call, form, bytes, image);
    }

    private static Task Keep(ApiCall call, PhotoForm form, byte[] bytes, ImageHeader image)
    {
        var now = call.Market.Time.GetUtcNow().ToUnixTimeSeconds();
        var hash = SHA256.HashData(bytes);
        var photo = new Photo(call.Market.Accounts.Ids.NextPhoto(), call.Me.Id, image.Width, image.Height, hash[0] << 16 | hash[1] << 8 | hash[2], now)
        {
            TempUuid = form.TempUuid,
            Sha256 = Convert.ToHexStringLower(hash),
            Size = bytes.Length,
            MediaType = image.MediaType,
        };
        bool kept;
        using (call.Enter())
        {
            kept = call.Market.Photos.Add(photo, bytes);
            if (kept) call.Market.Book.Add(call.Effect(Effects.PhotoUploaded) with { PhotoId = photo.Id, Sha256 = photo.Sha256, Size = photo.Size });
        }

        return !kept ? call.Refuse(400, 50, "photo_upload", "Too many photos lie around on no item.") : call.Ok(json =>
        {
            json.WriteNumber("id", photo.Id);
            json.WriteNumber("width", photo.Width);
            json.WriteNumber("height", photo.Height);
            json.WriteNumber("orientation", photo.Orientation);
            json.WriteString("temp_uuid", photo.TempUuid);
            json.WriteString("url", photo.Url(call.PhotoOrigin, "f800"));
            json.WriteString("full_size_url", photo.Url(call.PhotoOrigin, null));
        });
    }

    private static async Task<PhotoForm> ReadForm(ApiCall call, string boundary)
    {
        var form = new PhotoForm();
        var reader = new MultipartReader(boundary, call.Http.Request.Body);
        while (await reader.ReadNextSectionAsync(call.Http.RequestAborted) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part)) continue;
            var name = HeaderUtilities.RemoveQuotes(part.Name).Value;
            if (name is "photo[file]")
            {
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes, call.Http.RequestAborted);
                form.TooBig |= bytes.Length > call.Settings.PhotoBytes;
                form.Bytes = bytes.ToArray();
            }
            else if (name is "photo[type]" or "photo[temp_uuid]" or "upload_session_id")
            {
                var text = await section.ReadAsStringAsync(call.Http.RequestAborted);
                if (name is "photo[type]") form.Type = text;
                else form.TempUuid = text;
            }
        }

        return form;
    }

    private static Task List(ApiCall call)
    {
        var photos = call.Market.Photos.LooseOf(call.Me.Id, call.Query("temp_uuid"));
        return call.Ok(json =>
        {
            json.WriteStartArray("photos");
            for (var index = 0; index < photos.Length; index++) PhotoJson.Write(json, photos[index], index + 1, call.PhotoOrigin);
            json.WriteEndArray();
        });
    }

    private sealed class PhotoForm
    {
        public string? Type { get; set; }

        public string? TempUuid { get; set; }

        public byte[]? Bytes { get; set; }

        public bool TooBig { get; set; }
    }
}
