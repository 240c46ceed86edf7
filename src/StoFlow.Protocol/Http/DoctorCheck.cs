namespace StoFlow.Bridge.Ops;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Such as <c>audit</c>.</param>
/// <param name="Status"><c>ok</c>, <c>warn</c> or <c>bad</c>.</param>
/// <param name="Detail">What was found and, when it is not ok, what to do.</param>
public sealed record DoctorCheck(string Name, string Status, string Detail)
{
    internal static DoctorCheck Ok(string name, string detail) => new(name, "ok", detail);

    internal static DoctorCheck Warn(string name, string detail) => new(name, "warn", detail);

    internal static DoctorCheck Bad(string name, string detail) => new(name, "bad", detail);
}
