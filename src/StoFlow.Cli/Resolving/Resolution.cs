namespace StoFlow.Cli.Resolving;

/// <summary>What a look at the site said of a command.</summary>
/// <param name="Answer"><c>happened</c>, <c>did_not_happen</c>, <c>still_unknown</c>, or the command's state when it is known already.</param>
internal sealed record Resolution(string CommandId, string Answer, string Why, long? ItemId = null, long? PhotoId = null);
