namespace StoFlow.Protocol.Policy;

/// <summary>One marketplace host.</summary>
/// <param name="Host">Such as <c>www.vinted.fr</c>.</param>
/// <param name="Locale">Its language, such as <c>fr-FR</c>.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Site(string Host, string Locale, string Currency);
