namespace StoFlow.Cli.Resolving;

/// <summary>The writes that can be looked for.</summary>
internal enum WriteKind
{
    Other,
    Create,
    CreateDraft,
    Publish,
    Update,
    Hide,
    Delete,
    Photo,
}
