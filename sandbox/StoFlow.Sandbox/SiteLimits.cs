namespace StoFlow.Sandbox;

/// <summary>Most bytes the site reads of a request.</summary>
internal static class SiteLimits
{
    public const int UploadBytes = 32 * 1024 * 1024;
    public const int JsonBytes = 1024 * 1024;
}
