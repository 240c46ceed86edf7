using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace StoFlow.Bench.Relays;

/// <summary>Group commit and nothing else: one thread, one insert a command, a batch gathers while the last one is flushed.</summary>
internal sealed class RelayStore : IAsyncDisposable
{
    private const int Batch = 512;

    private readonly Channel<Row> _rows = Channel.CreateBounded<Row>(new BoundedChannelOptions(8_192) { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly Thread _thread;

    public RelayStore(string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        using var setup = _connection.CreateCommand();
        setup.CommandText =
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE commands (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;";
        setup.ExecuteNonQuery();
        _thread = new Thread(Run) { IsBackground = true, Name = "relay store" };
        _thread.Start();
    }

    /// <summary>Completes when the row is on the disk.</summary>
    public async Task InsertAsync(long id, byte[] body, CancellationToken ct)
    {
        var row = new Row(id, body);
        await _rows.Writer.WriteAsync(row, ct);
        await row.Durable.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _rows.Writer.TryComplete();
        await Task.Run(_thread.Join);
        await _connection.DisposeAsync();
    }

    private void Run()
    {
        using var insert = _connection.CreateCommand();
        insert.CommandText = "INSERT INTO commands (id, body) VALUES ($id, $body)";
        var id = insert.Parameters.Add("$id", SqliteType.Integer);
        var body = insert.Parameters.Add("$body", SqliteType.Blob);
        var batch = new List<Row>(Batch);
        while (_rows.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < Batch && _rows.Reader.TryRead(out var row)) batch.Add(row);
            using (var transaction = _connection.BeginTransaction())
            {
                insert.Transaction = transaction;
                foreach (var row in batch)
                {
                    (id.Value, body.Value) = (row.Id, row.Body);
                    insert.ExecuteNonQuery();
                }

                transaction.Commit();
            }

            foreach (var row in batch) row.Durable.SetResult();
            batch.Clear();
        }
    }

    private sealed record Row(long Id, byte[] Body)
    {
        public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
