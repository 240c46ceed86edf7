using System.Diagnostics;
using System.Globalization;
using StoFlow.Harness.House;
using StoFlow.IntegrationTests.Cli;

namespace StoFlow.IntegrationTests.Scripts;

/// <summary>A folder like a checkout, with a blank and an umlaut in its name, and stand-ins for the programs that the scripts call.</summary>
internal sealed class ScriptWorld : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("stoflow Prüfung ").FullName;
    private string _programs = "/usr/bin:/bin";

    public ScriptWorld()
    {
        foreach (var script in new[] { "demo", "test", "scripts/prepare.sh" })
        {
            var copy = Path.Combine(_place, "checkout", script);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Checkout.Root, script), copy);
        }

        foreach (var folder in new[] { "bin", "temporary", "checkout/plugin/node_modules" }) Directory.CreateDirectory(Path.Combine(_place, folder));
        File.WriteAllText(Path.Combine(_place, "checkout", "plugin", "package-lock.json"), "{}");
        File.WriteAllText(Path.Combine(_place, "checkout", "plugin", "node_modules", ".package-lock.json"), "{}");
        Write("node", "echo 20");
        Write("npm", "exit 0");
        Write("firefox-esr", "exit 0");
        Write("chromium", "exit 0");
        Dotnet("exit 0");
    }

    /// <summary>The temporary folder that the scripts are given.</summary>
    public string Temporary => Path.Combine(_place, "temporary");

    /// <summary>What <c>dotnet build</c> does; everything else that <c>dotnet</c> is asked for is noted.</summary>
    public void Dotnet(string build) => Write("dotnet", $"case $1 in --list-sdks) echo 10.0.100 ;; build) {build} ;; *) echo \"$@\" >>\"$PLACE/ran\" ;; esac");

    /// <summary>The system has this program no more.</summary>
    public void Without(string program)
    {
        var rest = Directory.CreateDirectory(Path.Combine(_place, "rest")).FullName;
        foreach (var file in Directory.EnumerateFiles("/usr/bin").Concat(Directory.EnumerateFiles("/bin")).DistinctBy(Path.GetFileName))
            if (Path.GetFileName(file) != program) File.CreateSymbolicLink(Path.Combine(rest, Path.GetFileName(file)), file);
        _programs = rest;
    }

    /// <summary>The lines of a file that a stand-in wrote.</summary>
    public string[] Lines(string file) => File.Exists(Path.Combine(_place, file)) ? File.ReadAllLines(Path.Combine(_place, file)) : [];

    public ToolProcess Start(string script) => ToolProcess.StartProgram(
        _place,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{Path.Combine(_place, "bin")}:{_programs}", ["PLACE"] = _place, ["TMPDIR"] = Temporary,
        },
        Path.Combine(_place, "checkout", script));

    public void Dispose()
    {
        foreach (var id in Lines("left"))
        {
            try
            {
                using var left = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                left.Kill(entireProcessTree: true);
            }
            catch (ArgumentException)
            {
                // It has ended.
            }
        }

        Directory.Delete(_place, recursive: true);
    }

    private void Write(string program, string does)
    {
        var file = Path.Combine(_place, "bin", program);
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{does}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
