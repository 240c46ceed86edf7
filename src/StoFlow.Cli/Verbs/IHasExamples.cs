namespace StoFlow.Cli.Verbs;

/// <summary>A verb or a group whose help ends with examples.</summary>
internal interface IHasExamples
{
    IReadOnlyList<string> Examples { get; }
}
