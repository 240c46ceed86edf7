namespace StoFlow.Sandbox.Shop;

/// <summary>A change of a shop that no request of its owner made.</summary>
internal sealed record ShopMove(long AccountId, int Add, int Remove, int ToFront, long[] RemoveIds, long[] ToFrontIds, int? BeforePage);
