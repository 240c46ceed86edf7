using System.Text;

namespace StoFlow.Bench.Browsers;

/// <summary>A frame that is the same each time but for the command's id. Not for several threads.</summary>
/// <param name="text">Holds <c>{id}</c> once.</param>
internal sealed class FrameMould(string text)
{
    /// <summary>Characters of a command's id.</summary>
    public const int IdLength = 32;

    private readonly int _idAt = text.IndexOf("{id}", StringComparison.Ordinal);
    private readonly byte[] _frame = Encoding.UTF8.GetBytes(text.Replace("{id}", new string('0', IdLength), StringComparison.Ordinal));

    /// <summary>The frame for this id, good until the next call.</summary>
    public ReadOnlyMemory<byte> Fill(ReadOnlySpan<byte> id)
    {
        id.CopyTo(_frame.AsSpan(_idAt));
        return _frame;
    }
}
