using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using StoFlow.Cli.Files;

namespace StoFlow.Cli.Screens;

/// <summary>
/// All that the tool says. With <c>--json</c> stdout carries the machine's output alone and everything human goes to stderr;
/// without it results are on stdout and remarks on stderr.
/// </summary>
internal sealed class Screen(ToolHost host, bool json)
{
    private TextWriter _human = json ? host.Error : host.Out;
    private bool _onProgressLine;

    public bool IsJson => json;

    /// <summary>Where a file that was asked for is stdout itself, nothing else may stand in it.</summary>
    public void MakeWayFor(string file)
    {
        if (!WayOut.IsStdout(file)) return;
        if (json) throw new UsageException($"--json and {file} would both write to stdout; leave one of them out.");
        _human = host.Error;
    }

    /// <summary>A line of the result, for a person.</summary>
    public void Line(string text = "")
    {
        EndProgress();
        _human.WriteLine(Plain.Text(text));
    }

    /// <summary>A remark beside the result: always on stderr.</summary>
    public void Note(string text)
    {
        EndProgress();
        host.Error.WriteLine(Plain.Text(text));
    }

    /// <summary>How far the work is. Shown at a terminal only: logs need no such lines.</summary>
    public void Progress(string text)
    {
        if (!host.Interactive) return;
        host.Error.Write($"\r\e[K{Plain.Text(text)}");
        _onProgressLine = true;
    }

    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        EndProgress();
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column)));
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(Plain.Text(cell))));
        using var drawn = new StringWriter();
        Spectre(drawn).Write(table);

        // Spectre fills lines up with spaces and frames tables with empty lines; neither suits other programs.
        foreach (var line in drawn.ToString().Split(Environment.NewLine))
            if (!string.IsNullOrWhiteSpace(line)) _human.WriteLine(line.TrimEnd());
    }

    /// <summary>One JSON value on stdout, on one line; nothing without <c>--json</c>.</summary>
    public void Json<T>(T value, JsonTypeInfo<T> type)
    {
        if (json) host.Out.WriteLine(JsonSerializer.Serialize(value, type));
    }

    /// <summary>Asks before something that cannot be taken back. Never asks without a terminal: <c>--yes</c> is due then.</summary>
    public async Task ConfirmAsync(string question, bool yes, CancellationToken cancel)
    {
        if (yes) return;
        if (!host.Interactive) throw new UsageException($"{question} There is no terminal to ask at: add --yes.");
        EndProgress();
        host.Error.Write($"{Plain.Text(question)} [y/N] ");
        if ((await AnswerAsync(cancel))?.Trim() is not ("y" or "Y" or "yes")) throw new DeclinedException();
    }

    // Nothing can break off the reading of a line; Ctrl-C leaves it behind.
    private async Task<string?> AnswerAsync(CancellationToken cancel)
    {
        try
        {
            return await Task.Run(host.In.ReadLine, CancellationToken.None).WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine();
            throw;
        }
    }

    private void EndProgress()
    {
        if (!_onProgressLine) return;
        host.Error.Write("\r\e[K");
        _onProgressLine = false;
    }

    private static IAnsiConsole Spectre(TextWriter drawn)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(drawn),
        });

        // Never fold: a folded table cannot be searched or cut by other programs.
        console.Profile.Width = 4096;
        return console;
    }
}
