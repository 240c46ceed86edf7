using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>
/// What a route reads from its address stands there once and with a value, or not at all: the framework would join two values with a comma, and
/// an empty one would pass for a name.
/// </summary>
internal sealed class ParameterCheck(RequestDelegate next)
{
    private readonly ConcurrentDictionary<Endpoint, (string[] Query, string[] Headers)> _known = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return next(context);
        var (query, headers) = _known.GetOrAdd(endpoint, static endpoint => Read((RouteEndpoint)endpoint));
        if (context.Request.QueryString.HasValue)
            foreach (var name in query)
                if (context.Request.Query.TryGetValue(name, out var values) && values is not [{ Length: > 0 }])
                    throw BridgeException.OfField(name, "give it once and with a value.");
        foreach (var name in headers)
            if (context.Request.Headers[name].Count > 1) throw BridgeException.OfField(name, "give it once.");
        return next(context);
    }

    // Services and the call itself are no plain values.
    private static (string[] Query, string[] Headers) Read(RouteEndpoint endpoint)
    {
        List<string> query = [], headers = [];
        foreach (var parameter in endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [])
        {
            if (parameter.GetCustomAttributes().OfType<IFromHeaderMetadata>().FirstOrDefault() is { } header) headers.Add(header.Name ?? parameter.Name!);
            else if (IsPlain(parameter.ParameterType) && endpoint.RoutePattern.GetParameter(parameter.Name!) is null) query.Add(parameter.Name!);
        }

        return ([.. query], [.. headers]);
    }

    private static bool IsPlain(Type type) => type == typeof(string) || (Nullable.GetUnderlyingType(type) ?? type).IsPrimitive;
}
