using Microsoft.Extensions.Logging;
using StoFlow.Bridge.Ops;

namespace StoFlow.Bridge.Policy;

/// <summary>The operator's own token: a file that only the account of the bridge can read. The tool on the same machine finds it there.</summary>
internal sealed partial class AdminTokenFile(TokenBook tokens, BridgeOptions options, ILogger<AdminTokenFile> log)
{
    /// <summary>The token's name in lists; no other token may have it.</summary>
    public const string TokenName = "admin.token";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string FilePath => Path.Combine(options.DataDirectory, TokenName);

    /// <summary>Makes file and token where one of them is missing; a token whose file was lost is revoked.</summary>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (File.Exists(FilePath))
        {
            Tighten();
            if (tokens.Find((await File.ReadAllTextAsync(FilePath, ct)).Trim()) is { Record.Scope: CallerScope.Admin }) return;
        }

        var like = new TokenRecord("", TokenName, CallerScope.Admin, [Caller.AllSellers], default, default);
        var lost = tokens.All.Where(token => token.Name == TokenName && token.RevokedAt is null).ToArray();
        var (secret, _) = await tokens.AddAsync(like, lifetime: null, replaces: null, AuditWords.Bridge, ct);
        Write(secret);
        foreach (var token in lost) await tokens.RevokeAsync(token.Id, AuditWords.Bridge, ct);
        LogMade(log, FilePath);
    }

    /// <summary>Puts a new secret in the place of the old one, in one step.</summary>
    public void Write(string secret)
    {
        var temporary = FilePath + ".new";
        File.Delete(temporary);
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(temporary, how)) writer.WriteLine(secret);
        File.Move(temporary, FilePath, overwrite: true);
    }

    private void Tighten()
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(FilePath) & ~OwnerOnly) == UnixFileMode.None) return;
        File.SetUnixFileMode(FilePath, OwnerOnly);
        LogTightened(log, FilePath);
    }

    [LoggerMessage(211, LogLevel.Information, "The admin token is in {File}")]
    private static partial void LogMade(ILogger logger, string file);

    [LoggerMessage(212, LogLevel.Warning, "{File} could be read by others; now only its owner can. Rotate the token if somebody may have seen it")]
    private static partial void LogTightened(ILogger logger, string file);
}
