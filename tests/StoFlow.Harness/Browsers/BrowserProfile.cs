namespace StoFlow.Harness.Browsers;

/// <summary>The profile folder; one that was made only for this browser goes with it.</summary>
internal sealed class BrowserProfile : IDisposable
{
    private readonly bool _temporary;

    public BrowserProfile(BrowserOptions options)
    {
        _temporary = options.ProfileDirectory is null;
        Folder = options.ProfileDirectory is { } named
            ? Directory.CreateDirectory(named).FullName
            : Directory.CreateTempSubdirectory($"stoflow-{options.Kind}-").FullName;
    }

    public string Folder { get; }

    public void Dispose()
    {
        if (!_temporary)
            return;
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover in the temporary folder harms nobody.
        }
    }
}
