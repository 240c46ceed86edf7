using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using StoFlow.Bridge.Pairing;
using StoFlow.Bridge.Policy;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol;
using StoFlow.Protocol.Wire;

namespace StoFlow.Bridge.Sessions;

/// <summary>The life of a connection: hello, then either a pairing or a paired browser's session (<c>docs/protocol.md</c> §4, §5).</summary>
internal sealed class SessionHandshake(
    HandshakeGate gate, SessionRegistry registry, SessionConversation conversation, BridgeInfo bridge, BridgeOptions options) : WireHandler
{
    private static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(10);
    private int _open;

    /// <inheritdoc/>
    public override bool HasRoom => Volatile.Read(ref _open) < options.Limits.Connections;

    /// <inheritdoc/>
    public override async Task RunAsync(WireConnection connection, IPAddress? remote, CancellationToken stopping)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await ShakeAsync(connection, remote, stopping);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task ShakeAsync(WireConnection connection, IPAddress? remote, CancellationToken stopping)
    {
        using var place = gate.Sockets.TryEnter(remote);
        if (place is null)
        {
            // Going away, not refused: an honest browser comes back by itself.
            connection.Close(CloseCode.GoingAway, "too many", new Refused(
                RefusalCode.SlowDown, "Too many browsers that have not said who they are; the bridge takes yours in a minute."));
            return;
        }

        await using var goingAway = stopping.UnsafeRegister(
            static held => ((WireConnection)held!).Close(CloseCode.GoingAway, "the bridge stops"), connection);
        var challenge = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await connection.SendAsync(
            new Hello(
                ProtocolVersion.Current, ProtocolVersion.Minimum, bridge.Id, bridge.Name, BridgeInfo.Version, challenge,
                (int)FirstWord.TotalMilliseconds),
            CancellationToken.None);

        switch (await FirstAsync(connection, FirstWord))
        {
            case Identify identify:
                if (Identified(connection, identify, challenge) is not { } browser) return;
                place.Dispose();
                await conversation.RunAsync(connection, browser, gate.Key.Prove(bridge.Id, browser.Id, challenge, identify.Challenge));
                return;
            case PairAsk ask:
                await PairAsync(connection, ask, challenge, remote, stopping);
                return;
            case { } other:
                connection.RefuseMessage($"type: identify or pair_ask is due first, not {WireCodec.WordOf(other)}.");
                return;
        }
    }

    // Null for one that was refused; its connection is closing then.
    private BrowserIdentity? Identified(WireConnection connection, Identify message, string challenge)
    {
        var answer = gate.Browsers.Identify(message, challenge);
        if (answer.Passed) return answer.Browser;
        if (answer.Refusal.Code == ErrorCode.PluginOutdated && gate.Book.FindPaired(message.BrowserId) is not null) registry.NoteProblem(message.BrowserId, ErrorCode.PluginOutdated);
        Refuse(connection, answer.Refusal);
        return null;
    }

    private async Task PairAsync(WireConnection connection, PairAsk ask, string challenge, IPAddress? remote, CancellationToken ct)
    {
        var asked = gate.Pairings.Ask(ask, remote?.ToString());
        if (!asked.Passed)
        {
            Refuse(connection, asked.Refusal);
            return;
        }

        await connection.SendAsync(asked.Offer, ct);
        // The seller reads and decides: the code's own age is the deadline.
        if (await FirstAsync(connection, TimeSpan.FromMilliseconds(asked.Offer.ExpiresInMs)) is not { } next) return;
        if (next is not PairConfirm confirm)
        {
            connection.RefuseMessage($"type: pair_confirm is due, not {WireCodec.WordOf(next)}.");
            return;
        }

        var confirmed = await gate.Pairings.ConfirmAsync(confirm, asked.Pairing, challenge, ct);
        if (!confirmed.Passed)
        {
            Refuse(connection, confirmed.Refusal);
            return;
        }

        await connection.SendAsync(confirmed.Paired, ct);
        connection.Close(CloseCode.Normal, "paired");
        await connection.ReadAsync(CancellationToken.None);
    }

    private static void Refuse(WireConnection connection, Refusal refusal) => connection.Close(
        refusal.Code switch
        {
            ErrorCode.PluginOutdated => CloseCode.Version,
            RefusalCode.InvalidMessage => CloseCode.InvalidMessage,
            _ => CloseCode.NotIdentified,
        },
        refusal.Code,
        new Refused(refusal.Code, refusal.Detail));

    // The message, or null when the connection ended or said nothing in time; it is closed then.
    private async Task<WireMessage?> FirstAsync(WireConnection connection, TimeSpan patience)
    {
        await using var late = gate.Time.CreateTimer(
            static held => ((WireConnection)held!).Close(
                CloseCode.GoingAway, "nothing in time", new Refused("timeout", "Nothing came in time; connect again.")),
            connection,
            patience,
            Timeout.InfiniteTimeSpan);
        if (await connection.ReadAsync(CancellationToken.None) is not { } frame) return null;
        if (frame.Message is null) connection.RefuseMessage("A binary frame has no place in the hand-shake.");
        return frame.Message;
    }
}
