namespace StoFlow.Client;

/// <summary>
/// The site asks for the person (<c>challenge</c>) or the lane was paused (<c>lane_paused</c>). End the run: only the person, in the browser,
/// can settle it. <see cref="StoFlowException.Until"/> says when a paused lane goes on by itself.
/// </summary>
public sealed class PersonNeededException(string code, string detail) : StoFlowException(code, detail);
