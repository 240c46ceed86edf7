using System.Globalization;

namespace StoFlow.Harness.Fuzz;

/// <summary>What a run of fuzzing was asked for.</summary>
internal sealed record FuzzOptions
{
    public const string Usage = """
        fuzz [--seconds S | --minutes M] [--seed N] [--target frames|execute|all]

        Sends a real bridge process what no honest peer would: broken frames on its socket, before and after the browser has proved who it is,
        and broken calls to its API. Exit 0 only when the bridge stayed up, answered everything with an error of its own, logged no exception
        that nobody meant, said no secret, and its memory stayed flat (judged from one minute on).

          --seconds   how long; default 20
          --minutes   the same in minutes; ten are a thorough run
          --seed      of all chances; printed first; default: one made now
          --target    frames: the wire's parser; execute: the HTTP API; default all
        """;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);
    public int Seed { get; init; }
    public bool Frames { get; init; } = true;
    public bool Execute { get; init; } = true;

    /// <exception cref="FormatException">An argument is wrong; the message says what to write.</exception>
    public static FuzzOptions Parse(IEnumerable<string> arguments, int anySeed)
    {
        var options = new FuzzOptions { Seed = anySeed };
        var rest = new Queue<string>(arguments.SelectMany(argument =>
            argument.StartsWith("--", StringComparison.Ordinal) ? argument.Split('=', 2) : [argument]));
        while (rest.TryDequeue(out var name))
            options = name switch
            {
                "--seconds" => options with { Duration = TimeSpan.FromSeconds(Number(rest, name, 1, 86_400)) },
                "--minutes" => options with { Duration = TimeSpan.FromMinutes(Number(rest, name, 1, 1_440)) },
                "--seed" => options with { Seed = Number(rest, name, 0, int.MaxValue) },
                "--target" => Aim(options, Value(rest, name)),
                _ => throw new FormatException($"fuzz does not know '{name}'. fuzz --help shows what it takes."),
            };
        return options;
    }

    private static FuzzOptions Aim(FuzzOptions options, string target) => target switch
    {
        "all" => options with { Frames = true, Execute = true },
        "frames" => options with { Frames = true, Execute = false },
        "execute" => options with { Frames = false, Execute = true },
        _ => throw new FormatException("--target takes frames, execute or all."),
    };

    private static string Value(Queue<string> rest, string name) =>
        rest.TryDequeue(out var value) ? value : throw new FormatException($"{name} wants a value.");

    private static int Number(Queue<string> rest, string name, int least, int most) =>
        int.TryParse(Value(rest, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} takes a whole number from {least} to {most}.");
}
