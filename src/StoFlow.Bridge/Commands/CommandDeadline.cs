namespace StoFlow.Bridge.Commands;

/// <summary>When a command's time is over, and the timer that says so. Start, grace and end come under the command's lock.</summary>
internal sealed class CommandDeadline(LiveCommand command, CommandServices services)
{
    /// <summary>How long after its deadline a browser that is there may still say how a command ended.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimeLeft _left = new(command.Head, services.Time);
    private ITimer? _timer;

    /// <summary>Below zero once it has passed.</summary>
    public TimeSpan Left => _left.Now;

    /// <summary>It runs.</summary>
    public void Start(TimeSpan left) => _timer = services.Time.CreateTimer(
        static deadline => ((CommandDeadline)deadline!).Pass(late: false), this, left < TimeSpan.Zero ? TimeSpan.Zero : left, Timeout.InfiniteTimeSpan);

    /// <summary>The browser has the same deadline and knows best: a moment for its word.</summary>
    public void Prolong()
    {
        _timer?.Dispose();
        _timer = services.Time.CreateTimer(static deadline => ((CommandDeadline)deadline!).Pass(late: true), this, Grace, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It does not matter any more.</summary>
    public void End() => _timer?.Dispose();

    /// <summary>It has passed.</summary>
    /// <param name="late">The moment of grace as well.</param>
    public async void Pass(bool late)
    {
        // A timer's thread: nothing may escape.
        try
        {
            await command.ExpireAsync(late);
        }
        catch (Exception problem)
        {
            services.News.Report(command, problem);
        }
    }
}
