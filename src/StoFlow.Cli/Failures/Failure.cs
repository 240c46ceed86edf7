namespace StoFlow.Cli.Failures;

/// <summary>How a verb failed; with <c>--json</c> this is what stdout carries.</summary>
/// <param name="Detail">What happened and what to do next, for a person.</param>
/// <param name="Code">The bridge's code (docs/errors.md), when it is the bridge that said no.</param>
/// <param name="CommandId">The command it is about.</param>
internal sealed record Failure(bool Success, int ExitCode, string Detail, string? Code = null, string? CommandId = null);
