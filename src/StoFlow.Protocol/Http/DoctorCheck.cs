namespace StoFlow.Protocol.Http;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Such as <c>audit</c>.</param>
/// <param name="Status"><c>ok</c>, <c>warn</c> or <c>bad</c>.</param>
/// <param name="Detail">What was found and, when it is not ok, what to do.</param>
public sealed record DoctorCheck(string Name, string Status, string Detail)
{
    /// <summary>It is well.</summary>
    public static DoctorCheck Ok(string name, string detail) => new(name, "ok", detail);

    /// <summary>It works, and somebody should know.</summary>
    public static DoctorCheck Warn(string name, string detail) => new(name, "warn", detail);

    /// <summary>It does not work.</summary>
    public static DoctorCheck Bad(string name, string detail) => new(name, "bad", detail);
}
