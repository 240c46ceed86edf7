namespace StoFlow.Harness.Browsers;

/// <summary>A browser could not be started, or refused what was asked of it.</summary>
public sealed class BrowserException : Exception
{
    /// <summary>Makes an error with no text.</summary>
    public BrowserException()
    {
    }

    /// <summary>Makes an error with its text.</summary>
    public BrowserException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error with its text and its cause.</summary>
    public BrowserException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
