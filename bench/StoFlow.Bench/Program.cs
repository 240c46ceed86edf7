using System.CommandLine;
using StoFlow.Bench.Children;
using StoFlow.Bench.Verbs;

// The verbs of a person first; the last three are what a run starts as processes of their own.
var root = new RootCommand("Measures the bridge beside a bare relay, on this machine.")
{
    WritesVerb.Make(), MemoryVerb.Make(), CommitVerb.Make(), IdleVerb.Make(), ListingVerb.Make(),
    RelayChild.Make(), BridgeChild.Make(), ResponderChild.Make(),
};
return await root.Parse(args).InvokeAsync();
