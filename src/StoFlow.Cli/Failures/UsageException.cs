namespace StoFlow.Cli;

/// <summary>The call cannot be meant as it was typed; the message says what to type instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
