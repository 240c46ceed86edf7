using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace StoFlow.Sandbox.Control;

/// <summary>Lays the given switches over the present ones.</summary>
internal static class SettingsControl
{
    public static async Task Change(Marketplace market, HttpContext http)
    {
        ControlAnswer? problem = null;
        try
        {
            var given = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject
                ?? throw new JsonException("The body must be a JSON object.");
            lock (market.Lock)
            {
                var merged = (JsonObject)JsonSerializer.SerializeToNode(market.Settings, ControlJson.Default.SandboxSettings)!;
                foreach (var (name, value) in given) merged[name] = value?.DeepClone();
                var settings = merged.Deserialize(ControlJson.Default.SandboxSettings)!;
                if (settings.Problem() is { } wrong) problem = ControlRoutes.Mistake(new MistakeException(wrong.Split(' ')[0], wrong));
                else market.Settings = settings;
            }
        }
        catch (JsonException mistake)
        {
            problem = ControlRoutes.Mistake(mistake);
        }

        await (problem is null
            ? ControlRoutes.Send(http, 200, market.Settings, ControlJson.Default.SandboxSettings)
            : ControlRoutes.Send(http, 400, problem, ControlJson.Default.ControlAnswer));
    }
}
