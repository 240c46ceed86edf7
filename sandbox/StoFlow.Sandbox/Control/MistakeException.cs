namespace StoFlow.Sandbox.Control;

/// <summary>A control call asks for something that makes no sense; the message says what to write instead.</summary>
internal sealed class MistakeException(string field, string message) : Exception(message)
{
    /// <summary>The field of the body or the query at fault.</summary>
    public string Field { get; } = field;
}
