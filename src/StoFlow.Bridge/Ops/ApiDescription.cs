using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Ops;

/// <summary><c>GET /openapi/v1.json</c>: the API as a document that tools read.</summary>
internal static class ApiDescription
{
    private const string Bearer = "bearer";

    public static void AddApiDescription(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            var protocol = ProtocolJson.Relaxed.Options;
            options.SerializerOptions.PropertyNamingPolicy = protocol.PropertyNamingPolicy;
            options.SerializerOptions.DefaultIgnoreCondition = protocol.DefaultIgnoreCondition;
            options.SerializerOptions.NumberHandling = protocol.NumberHandling;
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ProtocolJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(1, DoorJson.Default);
        });
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(SecureAsync);
        });
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes) =>
        routes.MapOpenApi("/openapi/{documentName}.json").RequireScope(CallerScope.Read);

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new OpenApiInfo
        {
            Title = "StoFlow API Bridge",
            Version = BridgeInfo.Version,
            Description = "Every error is problem details (RFC 9457) with a code of docs/errors.md. Durations end in _ms or _s, times are ISO 8601 UTC.",
        };

        // Relative, since a caller knows best how it reaches the bridge.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            Description = "A token of the bridge (stf_…), with scope read, write or admin.",
        };
        return Task.CompletedTask;
    }

    private static Task SecureAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<CallerAccess>().LastOrDefault();
        if (access?.Scope is not { } scope) return Task.CompletedTask;
        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
        operation.Description = $"{operation.Description} Scope {scope}.".Trim();
        return Task.CompletedTask;
    }
}
