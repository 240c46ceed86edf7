namespace StoFlow.Sandbox.Control;

/// <summary>A control call asks for something that makes no sense; the message says what to write instead.</summary>
internal sealed class MistakeException(string message) : Exception(message);
