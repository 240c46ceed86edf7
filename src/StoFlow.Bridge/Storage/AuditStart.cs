using System.Globalization;

namespace StoFlow.Bridge.Storage;

/// <summary>Where the audit list begins: after the last line that was forgotten, whose hash the first one that is left stands on.</summary>
/// <param name="Seq">Of that line; 0 when none was.</param>
internal readonly record struct AuditStart(long Seq, byte[] Hash)
{
    /// <summary>The name under which the store keeps it.</summary>
    public const string Name = "audit_forgotten";

    /// <summary>As it lies in the store; null: nothing was forgotten.</summary>
    public static AuditStart Read(string? text)
    {
        if (text?.Split(' ') is not [var seq, var hash]) return new AuditStart(0, AuditChain.Beginning);
        return new AuditStart(long.Parse(seq, CultureInfo.InvariantCulture), Convert.FromHexString(hash));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seq} {Convert.ToHexStringLower(Hash)}");
}
