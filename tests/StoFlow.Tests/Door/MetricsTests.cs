using StoFlow.Bridge.Ops;

namespace StoFlow.Tests.Door;

public sealed class MetricsTests
{
    [Fact]
    public void Counters_histograms_and_gauges_are_written_as_Prometheus_reads_them()
    {
        using var diagnostics = new Diagnostics();
        using var book = new MetricsBook(diagnostics);
        diagnostics.CommandEnded("PING", "done", null, TimeSpan.FromMilliseconds(4));
        diagnostics.CommandEnded("PING", "done", null, TimeSpan.FromMilliseconds(40));
        diagnostics.CommandEnded("PING", "failed", "no_browser", TimeSpan.FromSeconds(90));
        diagnostics.Watch("stoflow.browsers.online", "{browser}", "Browsers that are connected.", () => 3);

        var lines = book.Text().Split('\n');

        Assert.Contains(lines, line => line == "# TYPE stoflow_commands_total counter");
        Assert.Contains(lines, line => line == "stoflow_commands_total{action=\"PING\",state=\"done\",code=\"\"} 2");
        Assert.Contains(lines, line => line == "stoflow_commands_total{action=\"PING\",state=\"failed\",code=\"no_browser\"} 1");
        Assert.Contains(lines, line => line == "# TYPE stoflow_command_duration_seconds histogram");
        Assert.Contains(lines, line => line == "stoflow_command_duration_seconds_bucket{action=\"PING\",state=\"done\",le=\"0.0025\"} 0");
        Assert.Contains(lines, line => line == "stoflow_command_duration_seconds_bucket{action=\"PING\",state=\"done\",le=\"0.005\"} 1");
        Assert.Contains(lines, line => line == "stoflow_command_duration_seconds_bucket{action=\"PING\",state=\"done\",le=\"+Inf\"} 2");
        Assert.Contains(lines, line => line == "stoflow_command_duration_seconds_bucket{action=\"PING\",state=\"failed\",le=\"60\"} 0");
        Assert.Contains(lines, line => line == "stoflow_command_duration_seconds_sum{action=\"PING\",state=\"failed\"} 90");
        Assert.Contains(lines, line => line == "stoflow_command_duration_seconds_count{action=\"PING\",state=\"done\"} 2");
        Assert.Contains(lines, line => line == "# TYPE stoflow_browsers_online gauge");
        Assert.Contains(lines, line => line == "stoflow_browsers_online 3");
        Assert.All(lines.Where(line => line.Length > 0 && line[0] != '#'), line => Assert.Matches(@"^[a-z_][a-z0-9_]*(\{.*\})? \S+$", line));
    }

    [Fact]
    public void A_gauge_shows_where_it_stands_however_often_it_is_asked()
    {
        using var diagnostics = new Diagnostics();
        using var book = new MetricsBook(diagnostics);
        var waiting = 7L;
        diagnostics.Watch("stoflow.queue.length", "{command}", "Waiting.", () => waiting);

        Assert.Contains("stoflow_queue_length 7\n", book.Text(), StringComparison.Ordinal);
        waiting = 2;
        Assert.Contains("stoflow_queue_length 2\n", book.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_up_and_down_is_a_gauge_whatever_the_runtime_calls_it()
    {
        using var diagnostics = new Diagnostics();
        using var book = new MetricsBook(diagnostics);

        Assert.Contains("# TYPE dotnet_thread_pool_thread_count gauge\n", book.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_bridges_in_one_process_count_apart()
    {
        using Diagnostics one = new(), other = new();
        using var book = new MetricsBook(other);

        one.CommandAccepted("PING");

        Assert.DoesNotContain("stoflow_commands", book.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_grows_without_end_is_cut_off()
    {
        using var diagnostics = new Diagnostics();
        using var book = new MetricsBook(diagnostics);

        for (var i = 0; i < 5_000; i++) diagnostics.Refused($"why{i}");

        Assert.InRange(book.Text().Split('\n').Count(line => line.StartsWith("stoflow_sign_ins_refused", StringComparison.Ordinal)), 1_000, 2_000);
    }

    [Fact]
    public void Many_threads_lose_no_count()
    {
        using var diagnostics = new Diagnostics();
        using var book = new MetricsBook(diagnostics);

        Parallel.For(0, 20_000, _ => diagnostics.CommandAccepted("PING"));

        Assert.Contains("stoflow_commands_total{action=\"PING\",state=\"accepted\",code=\"\"} 20000\n", book.Text(), StringComparison.Ordinal);
    }
}
