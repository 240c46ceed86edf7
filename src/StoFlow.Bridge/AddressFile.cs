namespace StoFlow.Bridge;

/// <summary>
/// Where the bridge of a data folder listens, one address a line. The tool shows the folder's admin token there alone: at any other address of this machine
/// another account may listen, whether a bridge runs or not.
/// </summary>
public static class AddressFile
{
    /// <summary>In the data folder.</summary>
    public const string Name = "bridge.url";

    /// <summary>The addresses; empty when no bridge said any.</summary>
    public static IReadOnlyList<string> Read(string folder)
    {
        try
        {
            return File.ReadAllLines(Path.Combine(folder, Name));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The bridge listens. A full disk is no reason not to: then the tool is told its token.</summary>
    internal static void Write(string folder, IEnumerable<string> addresses)
    {
        try
        {
            File.WriteAllLines(Path.Combine(folder, Name), addresses);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Remove(folder);
        }
    }

    /// <summary>It does not, or not yet.</summary>
    internal static void Remove(string folder)
    {
        try
        {
            File.Delete(Path.Combine(folder, Name));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Without a bridge that holds the lock it says nothing.
        }
    }
}
