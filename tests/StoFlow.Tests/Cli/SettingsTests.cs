using StoFlow.Cli;
using StoFlow.Cli.Settings;

namespace StoFlow.Tests.Cli;

public sealed class SettingsTests : IDisposable
{
    private static readonly Uri Local = new("http://127.0.0.1:8000");
    private readonly string _data = Directory.CreateTempSubdirectory("stoflow-cli-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30", 30)]
    [InlineData("30s", 30)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("30d", 2592000)]
    public void Durations_are_read_as_people_type_them(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("0")]
    [InlineData("1,5m")]
    [InlineData("5 minutes")]
    [InlineData("9999999d")]
    public void Other_durations_are_not(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void The_token_typed_is_stronger_than_the_variable_and_that_than_the_file()
    {
        File.WriteAllText(DataFolder.AdminTokenFile(_data), "from-file\n");
        using var bridge = Running();
        var set = Variables((TokenFinder.Variable, " from-variable "));

        Assert.Equal("typed", TokenFinder.Find("typed", set, Local, _data));
        Assert.Equal("from-variable", TokenFinder.Find(told: null, set, Local, _data));
        Assert.Equal("from-file", TokenFinder.Find(told: null, Variables(), Local, _data));
    }

    [Fact]
    public void The_admin_token_is_not_shown_to_whoever_listens_while_no_bridge_runs()
    {
        File.WriteAllText(DataFolder.AdminTokenFile(_data), "from-file");
        Assert.Null(TokenFinder.Find(told: null, Variables(), Local, _data));
        Assert.Equal("typed", TokenFinder.Find("typed", Variables(), Local, _data));

        using (Running()) Assert.Equal("from-file", TokenFinder.Find(told: null, Variables(), Local, _data));

        // The lock's file stays when the bridge ends.
        Assert.Null(TokenFinder.Find(told: null, Variables(), Local, _data));
    }

    [Fact]
    public void The_admin_token_of_this_machine_is_never_shown_to_another()
    {
        File.WriteAllText(DataFolder.AdminTokenFile(_data), "from-file");

        var refused = Assert.Throws<UsageException>(() => TokenFinder.Find(told: null, Variables(), new Uri("https://bridge.example"), _data));
        Assert.Contains("--token", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_token_says_where_it_was_looked_for()
    {
        var missing = Assert.Throws<ToolException>(() => TokenFinder.Find(told: null, Variables(), Local, _data));
        Assert.Contains(_data, missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_folder_follows_the_variable_then_the_platform()
    {
        Assert.Equal(_data, DataFolder.Default(Variables((DataFolder.Variable, _data))));
        if (!OperatingSystem.IsLinux()) return;
        Assert.Equal("/x/data/stoflow", DataFolder.Default(Variables(("XDG_DATA_HOME", "/x/data"), ("HOME", "/h"))));
        Assert.Equal("/h/.local/share/stoflow", DataFolder.Default(Variables(("XDG_DATA_HOME", "relative"), ("HOME", "/h"))));
        Assert.Equal("/h/.local/share/stoflow", DataFolder.Default(Variables(("HOME", "/h"))));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000", true)]
    [InlineData("http://127.0.0.1:8000", "http://localhost:8000", true)]
    [InlineData("http://127.0.0.1:8000;https://127.0.0.1:8443", "https://127.0.0.1:8443", true)]
    [InlineData("http://0.0.0.0:8000", "http://127.0.0.1:8000", true)]
    [InlineData("http://[::]:8000", "http://127.0.0.1:8000", true)]
    [InlineData("http://127.0.0.1:9000", "http://127.0.0.1:8000", false)]
    [InlineData("http://127.0.0.1:8000", "http://[::1]:8000", false)]
    [InlineData("http://[::1]:8000", "http://localhost:8000", false)]
    [InlineData("", "http://127.0.0.1:8000", false)]
    public void The_admin_token_is_shown_where_the_bridge_of_its_folder_listens_and_nowhere_else(string listens, string asked, bool shown)
    {
        File.WriteAllText(DataFolder.AdminTokenFile(_data), "from-file");
        using var bridge = Running(listens.Split(';'));

        Assert.Equal(shown ? "from-file" : null, TokenFinder.Find(told: null, Variables(), new Uri(asked), _data));
    }

    // As a bridge holds it.
    private FileStream Running(params string[] addresses)
    {
        File.WriteAllLines(Path.Combine(_data, "bridge.url"), addresses is [] ? [Local.ToString()] : addresses);
        return new FileStream(Path.Combine(_data, "bridge.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] set) =>
        name => set.FirstOrDefault(one => one.Name == name).Value;
}
