using System.CommandLine;

namespace StoFlow.Cli.Verbs;

/// <summary>Verbs about one thing, such as <c>sellers list</c> and <c>sellers add</c>.</summary>
internal abstract class VerbGroup : Command, IHasExamples
{
    protected VerbGroup(string name, string description, params Verb[] verbs)
        : base(name, description)
    {
        foreach (var verb in verbs) Subcommands.Add(verb);
        Examples = [.. verbs.SelectMany(verb => verb.Examples)];
    }

    public IReadOnlyList<string> Examples { get; }
}
