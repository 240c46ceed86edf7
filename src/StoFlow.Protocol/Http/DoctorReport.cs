namespace StoFlow.Protocol.Http;

/// <summary><c>GET /api/doctor</c>: what a look over the whole bridge found.</summary>
public sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks);
