namespace StoFlow.Sandbox.Control;

/// <summary>A control route and what it does.</summary>
internal sealed record RouteReport(string Route, string Does);
