namespace StoFlow.Sandbox.Api;

/// <summary>Which part of a list was asked for.</summary>
internal sealed record Page(int Number, int Size, int Total)
{
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>Pages are counted from 1; one past the end is empty.</summary>
    public static Page Of(ApiCall call, int total, int otherwise = 20)
        => new(call.Query("page", 1, 1, 1_000_000), call.Query("per_page", Math.Min(otherwise, call.Settings.PerPageCap), 1, call.Settings.PerPageCap), total);

    public T[] Cut<T>(T[] all)
    {
        var start = Math.Min((long)(Number - 1) * Size, all.Length);
        return all[(int)start..(int)Math.Min(start + Size, all.Length)];
    }
}
