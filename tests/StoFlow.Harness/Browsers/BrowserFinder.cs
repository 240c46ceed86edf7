namespace StoFlow.Harness.Browsers;

/// <summary>Finds the browsers installed on this machine.</summary>
public static class BrowserFinder
{
    /// <summary>The path of the browser's program.</summary>
    /// <exception cref="BrowserException">It is not installed; the message says what to install.</exception>
    public static string Find(string kind) => TryFind(kind, out var path, out var error) ? path : throw new BrowserException(error);

    /// <summary>Looks for a browser: first in <c>STOFLOW_FIREFOX</c> or <c>STOFLOW_CHROMIUM</c>, then on the path.</summary>
    /// <param name="kind">One of <see cref="BrowserKind"/>.</param>
    /// <param name="path">Its program, or empty.</param>
    /// <param name="error">Empty, or one line that tells a person what to do.</param>
    public static bool TryFind(string kind, out string path, out string error)
    {
        var (variable, names, packages) = kind switch
        {
            BrowserKind.Firefox => ("STOFLOW_FIREFOX", new[] { "firefox-esr", "firefox" }, "firefox-esr (or firefox)"),
            BrowserKind.Chromium => (
                "STOFLOW_CHROMIUM", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], "chromium (or google-chrome)"),
            _ => throw new ArgumentException($"Unknown browser '{kind}': use \"firefox\" or \"chromium\".", nameof(kind)),
        };
        (path, error) = ("", "");
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
        {
            if (!File.Exists(named))
                error = $"{variable} names '{named}', which does not exist: correct it or unset it.";
            else
                path = named;
            return error.Length == 0;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var found = names.SelectMany(name => folders.Append("/usr/bin").Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        if (found is null)
            error = $"No {kind} found: install the package {packages}, or set {variable} to its program.";
        else
            path = found;
        return found is not null;
    }
}
