using System.Text;

namespace StoFlow.Cli.Files;

/// <summary>A text that a person wrote into a file. In another encoding its accents would be read, and go to the site, as marks for "unreadable".</summary>
internal static class TypedFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path, Strict);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{path} is not UTF-8; save it in that encoding.");
        }
    }
}
