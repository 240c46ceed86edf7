using System.Globalization;
using StoFlow.Harness.Browsers;

namespace StoFlow.Harness.Faults;

/// <summary>What a run of faults was asked for.</summary>
internal sealed record FaultOptions
{
    public const string Fake = "fake";

    public const string Usage = """
        faults [--plugin fake|firefox|chromium] [--writes N] [--faults N] [--seed S] [--minutes M] [--journal off] [--only KIND,…] [--verbose] [--json]

        Many callers write through a real bridge process to the local marketplace while things go wrong at moments that follow from
        the seed. The marketplace's ledger alone judges: each write that a caller was told is done happened once, each that was told
        is not done did not. Exit 0 only when nothing was lost, nothing doubled, and all the faults asked for really happened.

          --plugin    fake (default): a simulated plugin with a real journal; firefox or chromium: the real thing
          --writes    default 10000, 200 with a real browser
          --faults    default 500, 25 with a real browser
          --seed      of all chances; printed first; default: one made now
          --minutes   gives up after so long; default 10
          --journal   off: the simulated plugin forgets its journal; the run must then find doubles and fail
          --verbose   a line for each fault as it begins and ends
          --only      only these kinds of faults, such as bridge_kill,socket_cut
          --json      the report as JSON alone on stdout, everything else on stderr
        """;

    public string Plugin { get; init; } = Fake;
    public int Writes { get; init; } = -1;
    public int Faults { get; init; } = -1;
    public int Seed { get; init; }
    public double Minutes { get; init; } = 10;
    public bool Journal { get; init; } = true;
    public bool Json { get; init; }
    public bool Verbose { get; init; }
    public IReadOnlyList<FaultKind> Kinds { get; init; } = Enum.GetValues<FaultKind>();

    public bool IsFake => Plugin == Fake;

    /// <exception cref="FormatException">An argument is wrong; the message says what to write.</exception>
    public static FaultOptions Parse(IEnumerable<string> arguments, int anySeed)
    {
        var options = new FaultOptions { Seed = anySeed };
        var rest = new Queue<string>(arguments.SelectMany(argument =>
            argument.StartsWith("--", StringComparison.Ordinal) ? argument.Split('=', 2) : [argument]));
        while (rest.TryDequeue(out var name))
            options = name switch
            {
                "--plugin" => options with { Plugin = OneOf(rest, name, Fake, BrowserKind.Firefox, BrowserKind.Chromium) },
                "--writes" => options with { Writes = Number(rest, name, 1, 1_000_000) },
                "--faults" => options with { Faults = Number(rest, name, 0, 100_000) },
                "--seed" => options with { Seed = Number(rest, name, 0, int.MaxValue) },
                "--minutes" => options with { Minutes = Number(rest, name, 1, 600) },
                "--journal" => options with { Journal = OneOf(rest, name, "on", "off") == "on" },
                "--only" => options with { Kinds = Only(Value(rest, name)) },
                "--verbose" => options with { Verbose = true },
                "--json" => options with { Json = true },
                _ => throw new FormatException($"faults does not know '{name}'. faults --help shows what it takes."),
            };
        if (!options.Journal && !options.IsFake) throw new FormatException("--journal off: only the fake plugin can forget its journal.");
        return options with
        {
            Writes = options.Writes >= 0 ? options.Writes : options.IsFake ? 10_000 : 200,
            Faults = options.Faults >= 0 ? options.Faults : options.IsFake ? 500 : 25,
        };
    }

    private static FaultKind[] Only(string text) =>
        [.. text.Split(',').Select(name => Enum.TryParse<FaultKind>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var kind)
            ? kind
            : throw new FormatException($"--only: no kind '{name}'; there are {string.Join(", ", Enum.GetValues<FaultKind>().Select(FaultTally.Name))}."))];

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
