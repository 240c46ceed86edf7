using StoFlow.Harness.Faults.Judging;

namespace StoFlow.Harness.Faults.Callers;

/// <summary>All that one try needs: the item as it is to be, and for a photo its bytes and the session it goes up in.</summary>
internal sealed record Trial(IntendedWrite Write, Attempt Attempt, ItemText Item, byte[] Photo, string Session);
