using System.Globalization;
using StoFlow.Harness.Browsers;

namespace StoFlow.Harness.Demo;

/// <summary>What <c>./demo</c> was asked for.</summary>
internal sealed record DemoOptions
{
    public const string Usage = """
        ./demo [--browser firefox|chromium] [--items N] [--json] [--keep] [--commands N] [--fault KIND@STEP]

        Starts the local marketplace, a bridge and a real headless browser with the built plugin, pairs it, signs the
        demo seller in and runs the main job with the C# client. Exit 0 only when the marketplace's own ledger
        confirms each effect.

          --browser   firefox (default) or chromium
          --items     items in the demo shop, 0 to 100000; default 137
          --commands  commands in a row for the timing step; default 500
          --json      the report as JSON alone on stdout, everything else on stderr
          --keep      stays up until a signal; artifacts/demo/env.json says how to reach everything
          --fault     breaks a step on purpose, such as write_then_504@create: the demo must fail and say where
        """;

    /// <summary>The main job's steps, in order.</summary>
    public static readonly IReadOnlyList<string> Steps = ["user data", "all items", "photo", "create", "price", "stats", "batch", "timing", "delete"];

    public string Browser { get; init; } = BrowserKind.Firefox;
    public int Items { get; init; } = 137;
    public int Commands { get; init; } = 500;
    public bool Json { get; init; }
    public bool Keep { get; init; }
    public string? FaultKind { get; init; }
    public string? FaultStep { get; init; }

    /// <exception cref="FormatException">An argument is wrong; the message says what to write.</exception>
    public static DemoOptions Parse(IEnumerable<string> arguments)
    {
        var options = new DemoOptions();
        var rest = new Queue<string>(arguments.SelectMany(argument =>
            argument.StartsWith("--", StringComparison.Ordinal) ? argument.Split('=', 2) : [argument]));
        while (rest.TryDequeue(out var name))
            options = name switch
            {
                "--browser" => options with { Browser = OneOf(rest, name, BrowserKind.Firefox, BrowserKind.Chromium) },
                "--items" => options with { Items = Number(rest, name, 0, 100_000) },
                "--commands" => options with { Commands = Number(rest, name, 10, 100_000) },
                "--json" => options with { Json = true },
                "--keep" => options with { Keep = true },
                "--fault" => WithFault(options, Value(rest, name)),
                _ => throw new FormatException($"./demo does not know '{name}'. ./demo --help shows what it takes."),
            };
        return options;
    }

    private static DemoOptions WithFault(DemoOptions options, string text)
    {
        if (text.Split('@') is not [{ Length: > 0 } kind, var step]) throw new FormatException("--fault takes KIND@STEP, such as write_then_504@create.");
        return Steps.Contains(step, StringComparer.Ordinal)
            ? options with { FaultKind = kind, FaultStep = step }
            : throw new FormatException($"--fault: there is no step '{step}'; there are {string.Join(", ", Steps)}.");
    }

    private static string Value(Queue<string> rest, string name) =>
        rest.TryDequeue(out var value) ? value : throw new FormatException($"{name} wants a value.");

    private static string OneOf(Queue<string> rest, string name, params string[] words) =>
        Value(rest, name) is var word && words.Contains(word, StringComparer.Ordinal)
            ? word
            : throw new FormatException($"{name} takes {string.Join(" or ", words)}.");

    private static int Number(Queue<string> rest, string name, int least, int most) =>
        int.TryParse(Value(rest, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} takes a whole number from {least} to {most}.");
}
