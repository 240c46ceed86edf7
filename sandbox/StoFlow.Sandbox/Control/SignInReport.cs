namespace StoFlow.Sandbox.Control;

/// <summary>A session made without the form: its cookies, to be put into a browser or a tool.</summary>
internal sealed record SignInReport(
    string Host, long UserId, string Login, string CsrfToken, string AnonId, IReadOnlyDictionary<string, string> Cookies);
