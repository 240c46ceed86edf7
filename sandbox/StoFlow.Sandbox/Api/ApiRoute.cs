namespace StoFlow.Sandbox.Api;

/// <summary>One route of the API: who may call it and whether it changes something.</summary>
internal sealed record ApiRoute(string Method, string Template, Access Access, bool Writes, Func<ApiCall, Task> Handler)
{
    /// <summary>The template as the counts show it, without type constraints.</summary>
    public string Name { get; init; } = Template;

    /// <summary>Most bytes of a body.</summary>
    public int BodyLimit { get; init; } = SiteLimits.JsonBytes;
}
