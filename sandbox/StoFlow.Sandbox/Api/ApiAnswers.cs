using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StoFlow.Sandbox.Faults;
using StoFlow.Sandbox.Ledger;

namespace StoFlow.Sandbox.Api;

/// <summary>The last step of every call: here a finished call may still meet the fault that spoils its answer.</summary>
internal static class ApiAnswers
{
    public static async Task Finish(ApiCall call, Action<Utf8JsonWriter> body)
    {
        if (call.LateDelay is { } late) await ApiGate.Delay(call, late.DelayMs);
        switch (call.Ending?.Kind)
        {
            case FaultKind.WriteThen504:
                await WriteHtml(call.Http, 504, "<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway Time-out</h1></center></body></html>");
                return;
            case FaultKind.WriteThenClose:
                await Cutting.Cut(call.Http, call.Ending.How);
                return;
            case FaultKind.ThinBody:
                body = ThinBody.Of(body, call.Ending.Drop, call.Ending.Wrap);
                break;
        }

        await JsonBuffer.Send(call.Http, 200, json =>
        {
            json.WriteStartObject();
            body(json);
            json.WriteNumber("code", 0);
            json.WriteEndObject();
        });
    }

    public static Task Refuse(ApiCall call, int status, int code, string messageCode, string message, IReadOnlyList<FieldError>? errors)
    {
        if (call.Settings.ErrorsAsOk && status is not (401 or 429)) status = 200;
        Note(call, status, code, messageCode);
        return JsonBuffer.Send(call.Http, status, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", code);
            json.WriteString("message", message);
            json.WriteString("message_code", messageCode);
            json.WriteStartArray("errors");
            foreach (var error in errors ?? [])
            {
                json.WriteStartObject();
                json.WriteString("field", error.Field);
                json.WriteString("value", error.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static Task Html(ApiCall call, int status, string reason, string html)
    {
        Note(call, status, null, reason);
        return WriteHtml(call.Http, status, html);
    }

    public static Task Empty(ApiCall call, int status, string reason)
    {
        Note(call, status, null, reason);
        call.Http.Response.StatusCode = status;
        call.Http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>Writes the refusal down; a fault that waits for a write that works waits for the next one.</summary>
    public static void Note(ApiCall call, int status, int? code, string reason)
    {
        if (call.Ending is { Kind: FaultKind.WriteThen504 or FaultKind.WriteThenClose or FaultKind.ThinBody } ending)
        {
            call.Market.Faults.GiveBack(ending);
            call.Ending = null;
        }

        var entry = call.Effect(Effects.Refused) with
        {
            Status = status,
            Code = code,
            Reason = reason,
            ItemId = call.Http.Request.RouteValues.ContainsKey("id") ? call.Id() : null,
        };
        using (call.Enter()) call.Market.Book.Add(entry);
    }

    public static Task WriteHtml(HttpContext http, int status, string html)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(html, http.RequestAborted);
    }
}
