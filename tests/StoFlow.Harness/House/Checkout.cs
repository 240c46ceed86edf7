namespace StoFlow.Harness.House;

/// <summary>Where things lie in the checkout that this was built from.</summary>
public static class Checkout
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The production build of the plugin; <c>STOFLOW_PLUGIN</c> names another one.</summary>
    public static string Plugin { get; } = Environment.GetEnvironmentVariable("STOFLOW_PLUGIN") ?? Path.Combine(Root, "plugin", "dist");

    /// <summary>For what runs leave behind; ignored by git.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>The built <c>stoflow</c> tool; it stands beside this assembly.</summary>
    public static string Tool => Path.Combine(AppContext.BaseDirectory, "stoflow.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "StoFlow.slnx"))) return folder.FullName;
        return Environment.GetEnvironmentVariable("STOFLOW_ROOT")
            ?? throw new DirectoryNotFoundException("StoFlow.slnx is in no folder above this program; set STOFLOW_ROOT to the checkout.");
    }
}
