namespace StoFlow.Cli;

/// <summary>The person said no.</summary>
internal sealed class DeclinedException() : Exception("Nothing was done.");
