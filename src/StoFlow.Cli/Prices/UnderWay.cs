using StoFlow.Cli.Settings;
using StoFlow.Protocol;

namespace StoFlow.Cli.Prices;

/// <summary>Writes that an interrupted run left in the lane would still change prices after they were looked at.</summary>
internal static class UnderWay
{
    private const int PageSize = 200;
    private static readonly CommandState[] Open = [.. Enum.GetValues<CommandState>().Where(state => !state.IsEnd())];

    public static async Task ThrowIfAnyAsync(Call call, CancellationToken cancel)
    {
        foreach (var state in Open)
        {
            string? after = null;
            do
            {
                var page = await call.Bridge.ListCommandsAsync(call.Seller, state, after, PageSize, cancel);
                if (page.Commands.FirstOrDefault(command => command.Write) is { } write)
                    throw new ToolException(
                        $"Writes of {write.Seller} are still under way ({write.Id}, {state.Word()}). Wait until they ended, or cancel them: stoflow commands list --state {state.Word()}");
                after = page.Next;
            }
            while (after is not null);
        }
    }
}
