using StoFlow.Bridge.Sessions;
using StoFlow.Bridge.Wire;
using StoFlow.Protocol.Wire;

namespace StoFlow.Tests.Bridge;

/// <summary>A command that only notes what lanes and sessions tell it.</summary>
internal sealed class TestCommand(string id, bool write, string? browser = null) : PendingCommand
{
    public override string Id => id;

    public override string Seller => "demo";

    public override string Site => "www.vinted.fr";

    public override bool IsWrite => write;

    public override int Requests => Cost;

    public override int AtOnce => Cost;

    public int Cost { get; init; } = 1;

    public override string? AskedBrowser => browser;

    public override bool MustNotLeave => Gone;

    public bool Gone { get; set; }

    public override bool HasBegun => WasBegun;

    public bool WasBegun { get; set; }

    public bool Interactive { get; init; }

    public string? SentTo { get; private set; }

    public CommandResult? Result { get; private set; }

    public string? Failure { get; private set; }

    public int GivenBack { get; private set; }

    public override IReadOnlyList<BodySource> Bodies => [];

    public override bool LeavesPausedLane(DateTimeOffset? until) => Interactive;

    public override Command Message(int parallel, int gapMs) => Unspeakable ? throw new InvalidOperationException("No such text.") : new(id, "EXECUTE_HTTP_REQUEST", Site, "test", 1_000, parallel, gapMs, []);

    /// <summary>Its record is being written for so long.</summary>
    public Task Marking { get; init; } = Task.CompletedTask;

    public override async ValueTask<bool> MarkSentAsync(string target)
    {
        SentTo = target;
        await Marking;
        return !Gone;
    }

    /// <summary>Its message cannot be written.</summary>
    public bool Unspeakable { get; init; }

    public override void Begun() => WasBegun = true;

    public override Task EndedAsync(CommandResult result)
    {
        Result = result;
        return Task.CompletedTask;
    }

    public override Task FailAsync(string code, string detail)
    {
        Failure = code;
        return Task.CompletedTask;
    }

    public override void GiveBack() => GivenBack++;
}
