using StoFlow.Bridge.Commands;
using StoFlow.Bridge.Storage;
using StoFlow.Protocol;

namespace StoFlow.Tests.Bridge;

/// <summary>What readers of events hear of a command whose browser and caller act at once.</summary>
public sealed class EventOrderTests
{
    private const int Rounds = 40;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_told_of_a_command_after_its_end()
    {
        await using var rig = new CommandRig();
        using var inside = new SemaphoreSlim(0);
        using var open = new SemaphoreSlim(0);
        using var reader = rig.Events.Subscribe("erp", seller =>
        {
            // Another seller's event holds up all that is told meanwhile.
            if (seller != "other") return true;
            inside.Release();
            open.Wait(Ct);
            return false;
        });
        var other = new CommandHead("0", "other", "www.vinted.fr", CommandAction.Request, "erp", "tok_1", null, default, null, default, default);
        for (var round = 0; round < Rounds; round++)
        {
            var command = await rig.AcceptAsync(write: false, Ct);
            await command.MarkSentAsync(CommandRig.Browser);
            var holding = Task.Run(() => rig.Events.Publish(other, CommandState.Queued, null, null), Ct);
            await inside.WaitAsync(Ct);
            var beginning = Task.Run(command.Begun, Ct);
            SpinWait.SpinUntil(() => command.State == CommandState.Running);
            await Task.Delay(2, Ct);
            var cancelling = Task.Run(command.CancelAsync, Ct);
            SpinWait.SpinUntil(() => command.State == CommandState.Cancelled);
            Thread.SpinWait(round * 100);
            open.Release();
            await Task.WhenAll(holding, beginning, cancelling);

            var told = new List<CommandState>();
            while (reader.Events.TryRead(out var happened)) told.Add(happened.Event.State!.Value);
            var end = told.FindIndex(CommandStates.IsEnd);
            Assert.True(end >= 0 && told.Skip(end).All(CommandStates.IsEnd), $"round {round}: {string.Join(' ', told)}");
        }
    }
}
