namespace StoFlow.Client;

/// <summary>
/// The call itself is at fault, and the same call will be refused again: <c>invalid_request</c>, <c>unauthorized</c>, <c>forbidden</c>,
/// <c>not_allowed_by_policy</c>, <c>not_found</c>, <c>idempotency_conflict</c>. Nothing was sent.
/// </summary>
public class RefusedException(string code, string detail) : StoFlowException(code, detail);
