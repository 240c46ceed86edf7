namespace StoFlow.Harness.Browsers;

/// <summary>Chromium's command line: the sandbox in the place of the sites, no other network, no questions.</summary>
internal static class ChromiumArguments
{
    private static readonly string[] Quiet =
    [
        "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-domain-reliability",
        "--disable-client-side-phishing-detection", "--disable-breakpad", "--metrics-recording-only", "--hide-crash-restore-bubble",
        "--password-store=basic", "--use-mock-keychain", "--ignore-certificate-errors",
        "--disable-features=Translate,OptimizationHints,MediaRouter,DisableLoadExtensionCommandLineSwitch",
    ];

    public static IEnumerable<string> For(BrowserOptions options, string profile)
    {
        if (options.Headless)
            yield return "--headless=new";
        if (Environment.IsPrivilegedProcess)
        {
            yield return "--no-sandbox"; // its own sandbox refuses to run as root
            yield return "--disable-renderer-backgrounding"; // only root's may lower the priority of the plugin's process; a seller's on Linux does not
        }

        foreach (var argument in Quiet)
            yield return argument;
        yield return "--user-data-dir=" + profile;
        yield return "--remote-debugging-port=0";
        yield return "--host-resolver-rules=" + ResolverRules(options);
        if (options.ExtensionDirectory is { } extension)
        {
            yield return "--load-extension=" + ChromiumExtensionId.RealPath(extension);
            yield return "--disable-extensions-except=" + ChromiumExtensionId.RealPath(extension);
        }

        if (options.Printed is not null)
            yield return "--enable-logging=stderr";
        foreach (var argument in options.ExtraArguments)
            yield return argument;
        yield return "about:blank";
    }

    // The sites lead to the sandbox, loopback stays itself, every other name is unknown: no test can reach a real site.
    private static string ResolverRules(BrowserOptions options)
    {
        var sites = options.SitePort is { } port ? options.SiteHosts.Select(host => $"MAP {host}:443 127.0.0.1:{port}") : [];
        return string.Join(", ", [.. sites, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"]);
    }
}
