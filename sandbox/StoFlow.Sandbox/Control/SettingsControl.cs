using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoFlow.Sandbox.Control;

/// <summary>Lays the given switches over the present ones.</summary>
internal sealed class SettingsControl(Marketplace market)
{
    public SandboxSettings Change(JsonObject given)
    {
        lock (market.Lock)
        {
            var merged = (JsonObject)JsonSerializer.SerializeToNode(market.Settings, ControlJson.Default.SandboxSettings)!;
            foreach (var (name, value) in given) merged[name] = value!.DeepClone();
            var settings = ControlFit.Read(merged, ControlJson.Default.SandboxSettings);
            if (settings.Problem() is { } wrong) throw new MistakeException(wrong.Split(' ')[0], wrong);
            return market.Settings = settings;
        }
    }
}
