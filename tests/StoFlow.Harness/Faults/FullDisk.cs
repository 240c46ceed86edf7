using System.Diagnostics;

namespace StoFlow.Harness.Faults;

/// <summary>A small file system of its own for the bridge's data, which can be filled to the last byte. Mounting it needs root.</summary>
internal sealed class FullDisk : IAsyncDisposable
{
    private const int SizeMb = 192;
    private const int FirstBlock = 1024 * 1024;
    private const int LastBlock = 1024;
    private readonly string _folder;

    private FullDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Mounts it; null where that is not possible.</summary>
    public static async Task<FullDisk?> TryMountAsync(string folder, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || !string.Equals(Environment.UserName, "root", StringComparison.Ordinal)) return null;
        Directory.CreateDirectory(folder);
        return await RunAsync("mount", ["-t", "tmpfs", "-o", $"size={SizeMb}m,mode=700", "stoflow-faults", folder], ct) ? new FullDisk(folder) : null;
    }

    /// <summary>Not a byte is left.</summary>
    public async Task FillAsync(CancellationToken ct)
    {
        await using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = FirstBlock; block >= LastBlock;)
        {
            try
            {
                await file.WriteAsync(new byte[block], ct);
            }
            catch (IOException)
            {
                block /= 4;
            }
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await RunAsync("umount", ["-l", _folder], CancellationToken.None);

    private static async Task<bool> RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            await process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
