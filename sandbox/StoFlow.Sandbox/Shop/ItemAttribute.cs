using System.Collections.Immutable;

namespace StoFlow.Sandbox.Shop;

/// <summary>A dynamic attribute: "size", "condition", "material" …</summary>
internal sealed record ItemAttribute(string Code, ImmutableArray<int> Ids);
