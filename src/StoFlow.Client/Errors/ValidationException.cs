using StoFlow.Protocol;

namespace StoFlow.Client;

/// <summary>What the caller wants to send is wrong in one or more fields; all of them are named at once and nothing was sent.</summary>
public sealed class ValidationException(IReadOnlyList<FieldMistake> mistakes)
    : RefusedException(ErrorCode.InvalidRequest, string.Join(" ", mistakes.Select(mistake => $"{mistake.Field}: {mistake.Message}")))
{
    /// <summary>Every mistake found, in the order of the fields.</summary>
    public IReadOnlyList<FieldMistake> Mistakes { get; } = mistakes;
}
