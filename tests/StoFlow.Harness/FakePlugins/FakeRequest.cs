using StoFlow.Protocol.Wire;

namespace StoFlow.Harness.FakePlugins;

/// <summary>One request that the fake plugin is to run, with the bytes of its files.</summary>
public sealed record FakeRequest(Command Command, SiteRequest Request, IReadOnlyDictionary<string, byte[]> Files);
