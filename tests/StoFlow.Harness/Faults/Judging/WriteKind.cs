namespace StoFlow.Harness.Faults.Judging;

/// <summary>The writes of a shop.</summary>
internal enum WriteKind
{
    Photo,
    Create,
    Draft,
    Update,
    Hide,
    Show,
    Delete,
    DeleteDraft,
}
