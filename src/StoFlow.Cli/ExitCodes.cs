namespace StoFlow.Cli;

/// <summary>What the tool says to the shell. Scripts rely on the numbers: never change one.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>No browser of the seller is there, or it is not signed in to the site.</summary>
    public const int NoBrowser = 3;

    /// <summary>The site or a paused lane asks for the person.</summary>
    public const int PersonNeeded = 4;

    /// <summary>A write was begun and its end is not known: look before repeating.</summary>
    public const int OutcomeUnknown = 5;

    public const int Interrupted = 130;
}
