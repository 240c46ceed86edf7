using Microsoft.Data.Sqlite;

namespace StoFlow.Bridge.Storage;

/// <summary>One piece of work for the <see cref="SqliteWriter"/>.</summary>
internal abstract class WriteItem
{
    /// <summary>Why this item alone was undone.</summary>
    public Exception? Problem { get; set; }

    public abstract void Run(SqliteConnection connection);

    /// <summary>The commit is through, or failed with <see cref="Problem"/>; runs what waits for it.</summary>
    public abstract void Complete();
}

/// <summary>One piece of work with its result.</summary>
internal sealed class WriteItem<T>(Func<SqliteConnection, T> work) : WriteItem
{
    // What waits runs where it is completed, which is never the writer's thread.
    private readonly TaskCompletionSource<T> _done = new();
    private T? _result;

    public Task<T> Done => _done.Task;

    public override void Run(SqliteConnection connection) => _result = work(connection);

    public override void Complete()
    {
        if (Problem is null) _done.TrySetResult(_result!);
        else _done.TrySetException(Problem);
    }
}
