using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Storage;

/// <summary>
/// The one writer of the store. Its thread commits what has gathered while the last commit was on its way to the disk, so a busy bridge
/// pays one flush for many records. A task completes when its record is durable, never before.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    private const int Waiting = 8_192;
    private const int Batch = 512;

    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(15);

    // SQLite's codes.
    private const int General = 1;
    private const int Constraint = 19;

    private readonly SqliteFile _file;
    private readonly ILogger<SqliteWriter> _log;
    private readonly Thread _thread;
    private readonly Channel<WriteItem> _items =
        Channel.CreateBounded<WriteItem>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    private readonly Channel<WriteItem> _later =
        Channel.CreateBounded<WriteItem>(new BoundedChannelOptions(Waiting) { SingleReader = true });

    private readonly ManualResetEventSlim _work = new(initialState: false, spinCount: 0);
    private SqliteConnection? _connection;
    private int _anyLater;
    private bool _failing;

    /// <summary>Opens the store, brings its schema up to date and starts the writer.</summary>
    public SqliteWriter(SqliteFile file, ILogger<SqliteWriter> log)
    {
        (_file, _log) = (file, log);
        _connection = file.OpenForWriting();
        try
        {
            SqliteSchema.Upgrade(_connection);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>A commit went through: how long it took and how many pieces of work it held.</summary>
    public event Action<TimeSpan, int>? Committed;

    /// <summary>Whether the last commit went through, and the next one has where to go.</summary>
    public bool Healthy => !Volatile.Read(ref _failing) && _file.IsThere;

    /// <summary>A pooled connection for reading; dispose it soon.</summary>
    public SqliteConnection OpenReader() => _file.OpenForReading();

    /// <summary>Runs <paramref name="work"/> in the next commit; completes when that is durable.</summary>
    /// <param name="work">
    /// Short, without waiting, and without any effect but on the store: it may run twice when one that it shares a commit with fails.
    /// What it throws undoes it alone and comes back to this caller.
    /// </param>
    /// <param name="ct">Gives up only until the work has been queued: what is queued will be done.</param>
    /// <exception cref="BridgeException"><c>storage_unavailable</c>: nothing was recorded.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken ct)
    {
        var item = new WriteItem<T>(work);
        if (!_items.Writer.TryWrite(item)) return WaitForRoomAsync(_items.Writer, item, _work.Set, ct);
        _work.Set();
        return item.Done;
    }

    /// <summary>
    /// As <see cref="WriteAsync"/> for what nobody waits for on the line: it rides along with the next commit, or has one of its own after
    /// a few milliseconds. So the flushes are left to those who wait.
    /// </summary>
    public Task<T> WriteLaterAsync<T>(Func<SqliteConnection, T> work, CancellationToken ct)
    {
        var item = new WriteItem<T>(work);
        if (!_later.Writer.TryWrite(item)) return WaitForRoomAsync(_later.Writer, item, SetLater, ct);
        SetLater();
        return item.Done;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_items.Writer.TryComplete()) return;
        _later.Writer.TryComplete();
        _work.Set();
        await Task.Run(_thread.Join);
        // The writer is the last: only so does SQLite fold its log into the file, which is then whole by itself.
        _file.ClosePool();
        Close();
        _work.Dispose();
    }

    private static BridgeException Unavailable(Exception cause) => new(
        ErrorCode.StorageUnavailable,
        "The bridge cannot write its store, so nothing was sent. Free some disk space or check the data folder, then try again.",
        inner: cause);

    // A thread of its own, because a flush blocks, and a blocked pool thread would hold up the sockets.
    private void Run()
    {
        while (true)
        {
            _work.Reset();
            var batch = new List<WriteItem>();
            Drain(_items.Reader, batch);
            var stopping = _items.Reader.Completion.IsCompleted;
            if (batch.Count == 0 && !stopping && _later.Reader.TryPeek(out _) && _work.Wait(Lateness)) continue;
            Interlocked.Exchange(ref _anyLater, 0);
            Drain(_later.Reader, batch);
            if (batch.Count > 0)
            {
                Commit(batch);
                // One hop for all of them: what follows a record is short.
                ThreadPool.UnsafeQueueUserWorkItem(static done => done.ForEach(item => item.Complete()), batch, preferLocal: false);
            }
            else if (stopping && _later.Reader.Completion.IsCompleted) return;
            else if (!stopping) _work.Wait();
        }
    }

    private static void Drain(ChannelReader<WriteItem> from, List<WriteItem> batch)
    {
        while (batch.Count < Batch && from.TryRead(out var item)) batch.Add(item);
    }

    // The thread looks by itself, unless it sleeps without a limit.
    private void SetLater()
    {
        if (Interlocked.Exchange(ref _anyLater, 1) == 0) _work.Set();
    }

    private static async Task<T> WaitForRoomAsync<T>(ChannelWriter<WriteItem> to, WriteItem<T> item, Action added, CancellationToken ct)
    {
        try
        {
            await to.WriteAsync(item, ct);
        }
        catch (ChannelClosedException closed)
        {
            throw Unavailable(closed);
        }

        added();
        return await item.Done;
    }

    private void Commit(List<WriteItem> batch)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            // A file that was taken away could still be written, and a new one in its place would know nobody.
            if (!_file.IsThere) throw new FileNotFoundException("The store's file is gone from the data folder.");
            var connection = _connection ??= Again();
            if (!TryTogether(connection, batch)) OneByOne(connection, batch);
        }
        catch (Exception problem)
        {
            Reopen();
            if (!_failing) LogFailing(_log, problem);
            Volatile.Write(ref _failing, true);
            var unavailable = Unavailable(problem);
            foreach (var item in batch) item.Problem = unavailable;
            return;
        }

        if (_failing) LogRecovered(_log);
        Volatile.Write(ref _failing, false);
        Committed?.Invoke(Stopwatch.GetElapsedTime(begun), batch.Count);
    }

    private static bool TryTogether(SqliteConnection connection, List<WriteItem> batch)
    {
        connection.Run("BEGIN IMMEDIATE");
        try
        {
            foreach (var item in batch) item.Run(connection);
        }
        catch (Exception problem) when (IsItsOwn(problem))
        {
            connection.Run("ROLLBACK");
            return false;
        }

        connection.Run("COMMIT");
        return true;
    }

    // One of them fails: it must not take its batch-mates with it.
    private static void OneByOne(SqliteConnection connection, List<WriteItem> batch)
    {
        connection.Run("BEGIN IMMEDIATE");
        foreach (var item in batch)
        {
            connection.Run("SAVEPOINT one");
            try
            {
                item.Run(connection);
            }
            catch (Exception problem) when (IsItsOwn(problem))
            {
                item.Problem = problem;
                connection.Run("ROLLBACK TO one");
            }

            connection.Run("RELEASE one");
        }

        connection.Run("COMMIT");
    }

    // A broken rule or statement is the item's own; a full or failing disk is everybody's.
    private static bool IsItsOwn(Exception problem) => problem is not SqliteException { SqliteErrorCode: not (Constraint or General) };

    // It may be another file by now, put back from a backup: then what reads the old one must end as well.
    private SqliteConnection Again()
    {
        _file.ClosePool();
        return _file.OpenForWriting();
    }

    // After an I/O error the connection's own idea of the file may be wrong: a new one recovers from the log.
    private void Reopen()
    {
        try
        {
            Close();
        }
        catch (SqliteException problem)
        {
            LogFailing(_log, problem);
        }

        _connection = null;
    }

    private void Close()
    {
        if (_connection is null) return;
        SqliteRun.Release(_connection);
        _connection.Dispose();
    }

    [LoggerMessage(1, LogLevel.Error, "The store cannot be written; commands are refused until it can")]
    private static partial void LogFailing(ILogger logger, Exception problem);

    [LoggerMessage(2, LogLevel.Information, "The store can be written again")]
    private static partial void LogRecovered(ILogger logger);
}
