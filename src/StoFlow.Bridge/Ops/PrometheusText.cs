using System.Globalization;
using System.Text;

namespace StoFlow.Bridge.Ops;

/// <summary>The Prometheus text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            var series = family.All.ToArray();
            if (series.Length == 0) continue;
            var name = NameOf(family);
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {(family.Description ?? family.Name).Replace('\n', ' ')}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {(family.Bounds is not null ? "histogram" : family.IsCounter ? "counter" : "gauge")}\n");
            foreach (var (labels, values) in series) WriteSeries(text, name, family.Bounds, labels, values);
        }

        return text.ToString();
    }

    private static void WriteSeries(StringBuilder text, string name, IReadOnlyList<double>? bounds, MetricLabels labels, MetricSeries series)
    {
        var (sum, count, buckets) = series.Read();
        if (bounds is null)
        {
            Line(text, name, labels, null, sum);
            return;
        }

        for (var i = 0; i < buckets.Length; i++) Line(text, $"{name}_bucket", labels, Number(bounds[i]), buckets[i]);
        Line(text, $"{name}_bucket", labels, "+Inf", count);
        Line(text, $"{name}_sum", labels, null, sum);
        Line(text, $"{name}_count", labels, null, count);
    }

    private static void Line(StringBuilder text, string name, MetricLabels labels, string? le, double value)
    {
        var all = labels.All.Select(label => $"{Safe(label.Name)}=\"{Escape(label.Value)}\"");
        var inside = string.Join(',', le is null ? all : all.Append($"le=\"{le}\""));
        text.Append(name);
        if (inside.Length > 0) text.Append('{').Append(inside).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string NameOf(MetricFamily family)
    {
        var unit = family.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return Safe(family.Name) + unit + (family.IsCounter ? "_total" : "");
    }

    private static string Safe(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
