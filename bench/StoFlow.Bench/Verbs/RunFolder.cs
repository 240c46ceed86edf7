namespace StoFlow.Bench.Verbs;

/// <summary>A folder of one run, on the disk that is to be measured; gone after it.</summary>
internal sealed class RunFolder(string? parent) : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(
        System.IO.Path.Combine(parent ?? System.IO.Path.GetTempPath(), $"stoflow-bench-{Guid.NewGuid():N}")).FullName;

    public string Of(string part) => System.IO.Path.Combine(Path, part);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
