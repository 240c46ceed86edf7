using Microsoft.Extensions.Options;
using StoFlow.Bridge;
using StoFlow.Bridge.Ops;

namespace StoFlow.Tests.Door;

public sealed class BridgeSettingsTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"stoflow-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_anything_the_defaults_hold()
    {
        var options = Load();

        Assert.Equal(["http://127.0.0.1:8000"], options.Urls);
        Assert.Equal(PaceOptions.Gentle, options.Pace);
        Assert.False(options.AllowRemote);
    }

    [Fact]
    public void Flags_are_stronger_than_variables_and_those_than_the_file()
    {
        File.WriteAllText(_file, """{ "name": "file", "ping_interval_ms": 1000, "silence_ms": 4000, "limits": { "queue_per_lane": 7 } }""");

        var options = Load(
            [("name", "flag")], [("STOFLOW_NAME", "variable"), ("STOFLOW_PING_INTERVAL_MS", "2000"), ("STOFLOW_TOKEN", "not ours")]);

        Assert.Equal(("flag", 2000, 4000, 7), (options.Name, options.PingIntervalMs, options.SilenceMs, options.Limits.QueuePerLane));
    }

    [Fact]
    public void A_file_may_begin_with_a_byte_order_mark()
    {
        File.WriteAllText(_file, """{ "name": "file" }""", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Equal("file", Load().Name);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0/path", "it has a path")]
    [InlineData("http://127.0.0.1:70000", "its port is not")]
    public void An_address_that_is_none_says_why_and_nothing_of_our_code(string url, string why)
    {
        var fault = Assert.Single(Assert.Throws<OptionsValidationException>(() => Load([("urls", url)])).Failures);

        Assert.Contains(why, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_come_with_commas_or_as_arrays()
    {
        File.WriteAllText(_file, """{ "hosts": ["a.example", "b.example:9000"], /* as before */ "known_proxies": "10.0.0.1, 10.1.0.0/16", }""");

        var options = Load([("urls", "http://127.0.0.1:0,http://[::1]:0")]);

        Assert.Equal(["a.example", "b.example:9000"], options.Hosts);
        Assert.Equal(["10.0.0.1", "10.1.0.0/16"], options.Door.KnownProxies);
        Assert.Equal(["http://127.0.0.1:0", "http://[::1]:0"], options.Urls);
    }

    [Fact]
    public void A_preset_of_a_stronger_source_takes_the_pace_as_a_whole()
    {
        File.WriteAllText(_file, """{ "pace": { "read_gap_ms": 9000 } }""");

        Assert.Equal(PaceOptions.Gentle with { ReadGapMs = 9000 }, Load().Pace);
        Assert.Equal(PaceOptions.Off, Load(environment: [("STOFLOW_PACE", "off")]).Pace);
        Assert.Equal(
            PaceOptions.Off with { WriteGapMs = 5 },
            Load([("pace-write-gap-ms", "5")], [("STOFLOW_PACE", "off")]).Pace);
        Assert.Equal(500, PaceOptions.Gentle.ReadGapMs);
    }

    [Fact]
    public void Every_fault_is_named_with_its_place()
    {
        File.WriteAllText(_file, """{ "colour": 1, "limits": { "queues": 1 }, "silence_ms": "soon", "rooms": {} }""");

        var faults = Assert.Throws<OptionsValidationException>(() => Load(
            [("tempo", "1"), ("pace", "fast"), ("pace.person_share", "half")], [("STOFLOW_ALLOW_REMOTE", "perhaps")])).Failures.ToArray();

        foreach (var part in new[] { "colour", "limits.queues", "silence_ms", "rooms", "--setting tempo", "--setting pace:", "STOFLOW_ALLOW_REMOTE", "--setting pace.person_share" })
            Assert.Contains(faults, fault => fault.Contains(part, StringComparison.Ordinal));
        Assert.Equal(8, faults.Length);
    }

    [Fact]
    public void What_is_out_of_range_is_named_with_the_rest_and_by_the_place_where_it_was_given()
    {
        File.WriteAllText(_file, """{ "retention": { "reads": 1 } }""");

        var faults = Assert.Throws<OptionsValidationException>(() => Load(
            [("nope", "1"), ("limits.max_body_bytes", "5")], [("STOFLOW_LIMITS_QUEUE_PER_LANE", "0")])).Failures.ToArray();

        foreach (var part in new[] { "--setting nope: ", "--setting limits.max_body_bytes: ", "STOFLOW_LIMITS_QUEUE_PER_LANE: ", "retention.reads: " })
            Assert.Contains(faults, fault => fault.Contains(part, StringComparison.Ordinal));
        Assert.Equal(4, faults.Length);
    }

    [Theory]
    [InlineData("allow_remote", "", "true or false is due")]
    [InlineData("allow_remote", "banana", "true or false is due")]
    [InlineData("name", " ", "1 to 64 characters")]
    [InlineData("name", "work\nshop", "without control characters")]
    [InlineData("silence_ms", "400", "more than ping_interval_ms")]
    [InlineData("limits.live_bytes", "16777216", "at least twice limits.max_body_bytes")]
    [InlineData("hosts", "https://bridge.example", "'https://bridge.example' is no host name")]
    [InlineData("hosts", "bridge.example,*", "'*' is no host name")]
    [InlineData("hosts", "bridge.example/stoflow", "is no host name")]
    [InlineData("hosts", "bridge example", "is no host name")]
    [InlineData("hosts", "::1", "is no host name")]
    public void What_would_be_read_as_something_else_or_never_hold_stops_the_start(string name, string value, string part)
    {
        var fault = Assert.Single(Assert.Throws<OptionsValidationException>(() => Load([(name, value)])).Failures);

        Assert.StartsWith($"--setting {name}: ", fault, StringComparison.Ordinal);
        Assert.Contains(part, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_are_names_and_addresses_with_a_port_or_without() =>
        Assert.Equal(5, Load([("hosts", "bridge.example,b_1.example:8443,10.0.0.5,[fd00::1],[fd00::1]:8443")]).Hosts.Count);

    [Fact]
    public void A_data_folder_that_was_given_is_that_one_whatever_its_name()
    {
        var usual = new BridgeOptions().DataDirectory;
        Assert.Equal("elsewhere", BridgeSettings.Load([], Table(null), null, "elsewhere").DataDirectory);
        Assert.Equal(usual, BridgeSettings.Load(Flags([("data_directory", usual)]), Table(null), null, "elsewhere").DataDirectory);
        Assert.Equal(usual, BridgeSettings.Load([], Table([("STOFLOW_DATA_DIRECTORY", usual)]), null, "elsewhere").DataDirectory);
        File.WriteAllText(_file, $$"""{ "data_directory": "{{usual}}" }""");
        Assert.Equal(usual, BridgeSettings.Load([], Table(null), _file, "elsewhere").DataDirectory);
    }

    [Theory]
    [InlineData("{ not json", "line 1")]
    [InlineData("[]", "object")]
    public void A_broken_file_is_said_so(string text, string part)
    {
        File.WriteAllText(_file, text);

        Assert.Contains(part, Assert.Single(Assert.Throws<OptionsValidationException>(() => Load()).Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_so() =>
        Assert.Contains("nowhere.json", Assert.Throws<OptionsValidationException>(
            () => BridgeSettings.Load([], Table(null), "nowhere.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Each_setting_has_one_name_in_each_place_and_none_stands_twice()
    {
        Assert.All(BridgeSettings.All, one => Assert.Same(one, Assert.Single(BridgeSettings.All, setting => setting.IsCalled(one.Name))));
        Assert.Single(BridgeSettings.All, setting => setting.IsCalled("limits-queue-per-lane"));
        Assert.Equal(BridgeSettings.All.Count, BridgeSettings.All.Select(setting => setting.Variable).Distinct(StringComparer.Ordinal).Count());
        Assert.Contains(BridgeSettings.All, setting => setting is { Name: "certificate_password", Variable: "STOFLOW_CERTIFICATE_PASSWORD" });
        Assert.Contains(BridgeSettings.All, setting => setting is { Name: "retention.write_days", Kind: SettingKind.Whole });
    }

    private BridgeOptions Load((string Name, string Value)[]? flags = null, (string Name, string Value)[]? environment = null) =>
        BridgeSettings.Load(Flags(flags), Table(environment), File.Exists(_file) ? _file : null);

    private static IEnumerable<KeyValuePair<string, SettingValue>> Flags((string Name, string Value)[]? entries) =>
        (entries ?? []).Select(entry => KeyValuePair.Create(entry.Name, new SettingValue(entry.Value, $"--setting {entry.Name}")));

    private static Dictionary<string, string?> Table((string Name, string Value)[]? entries) =>
        (entries ?? []).ToDictionary(entry => entry.Name, string? (entry) => entry.Value, StringComparer.Ordinal);
}
