namespace StoFlow.Client;

/// <summary>The site says that nobody is signed in (<c>not_signed_in</c>): the seller signs in, in the browser, then try again.</summary>
public sealed class NotSignedInException(string code, string detail) : StoFlowException(code, detail);
