namespace StoFlow.Cli.Json;

/// <summary>Where a sandbox listens and how to sign in.</summary>
internal sealed record SandboxAddresses(
    string SiteUrl, int SitePort, string ControlUrl, string SitePublicKeyHash, string Login, string Password);
