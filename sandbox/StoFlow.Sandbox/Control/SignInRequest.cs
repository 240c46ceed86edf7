namespace StoFlow.Sandbox.Control;

/// <summary>Body of <c>POST /control/sign-in</c>: whose session to make; the first account's when left out.</summary>
internal sealed record SignInRequest(string? Login = null, string? Site = null);
