namespace StoFlow.Client;

/// <summary>
/// The site asks for the person (<c>challenge</c>), or the lane stands still until somebody lets it go on (<c>lane_paused</c>). End the run: only the person, in the
/// browser, can settle it. A lane that a limit of the site has paused goes on by itself: that is a plain <see cref="StoFlowException"/> with the same code, whose
/// <see cref="StoFlowException.Until"/> says when.
/// </summary>
public sealed class PersonNeededException(string code, string detail) : StoFlowException(code, detail);
