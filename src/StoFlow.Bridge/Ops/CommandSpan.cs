using System.Diagnostics;

namespace StoFlow.Bridge.Ops;

/// <summary>
/// The span of one command, from its acceptance to its end, in the trace of whoever asked. It is none while nobody listens to <see cref="Diagnostics.Name"/>.
/// </summary>
internal sealed class CommandSpan
{
    private readonly Activity? _span;

    /// <param name="id">The command.</param>
    /// <param name="action">What it does.</param>
    /// <param name="site">The host of its lane.</param>
    public CommandSpan(string id, string action, string site)
    {
        var around = Activity.Current;
        _span = Diagnostics.Source.StartActivity("stoflow.command");
        // It ends far from here, and what happens here until then is not a part of it.
        Activity.Current = around;
        TraceParent = (_span ?? around)?.Id;
        _span?.SetTag("stoflow.command.id", id).SetTag("stoflow.action", action).SetTag("stoflow.site", site);
    }

    /// <summary>The W3C <c>traceparent</c> of what the command does elsewhere; null where nothing is traced.</summary>
    public string? TraceParent { get; }

    /// <summary>The command ended.</summary>
    /// <param name="state">In the words of the API.</param>
    /// <param name="code">The error code, when it has one.</param>
    public void End(string state, string? code)
    {
        if (_span is null) return;
        var around = Activity.Current;
        _span.SetTag("stoflow.state", state);
        if (code is not null) _span.SetStatus(ActivityStatusCode.Error, code);
        _span.Stop();
        Activity.Current = around;
    }
}
