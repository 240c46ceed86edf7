using StoFlow.Bridge.Wire;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>What waits to be sent on one socket.</summary>
public sealed class WireOutboxTests
{
    [Fact]
    public void Every_acknowledgement_leaves_however_many_gathered()
    {
        var (time, socket) = (new ManualTime(), new DeafSocket());
        using (socket)
        {
            var outbox = new WireOutbox(socket, time, CancellationToken.None);
            string[] ids = [.. Enumerable.Range(0, 1_100).Select(n => $"c{n}")];
            foreach (var id in ids) outbox.Acknowledge(id);
            Assert.Empty(socket.Sent);

            time.Advance(TimeSpan.FromMilliseconds(200));

            var acks = socket.Sent.Cast<Ack>().ToList();
            Assert.Equal([500, 500, 100], acks.Select(ack => ack.Ids.Count));
            Assert.Equal(ids, acks.SelectMany(ack => ack.Ids));
        }
    }
}
