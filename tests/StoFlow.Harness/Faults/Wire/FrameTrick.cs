namespace StoFlow.Harness.Faults.Wire;

/// <summary>What is to happen to the next frame that fits: it is lost, or it comes twice.</summary>
/// <param name="Lose">Lost; otherwise doubled.</param>
/// <param name="FromPlugin">Which way the frame goes.</param>
/// <param name="Type">The message's type, such as <c>result</c>.</param>
/// <param name="Cut">The line is cut right after it.</param>
internal sealed record FrameTrick(bool Lose, bool FromPlugin, string Type, bool Cut = false)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it was played.</summary>
    public Task Done => _done.Task;

    public void Played() => _done.TrySetResult();
}
