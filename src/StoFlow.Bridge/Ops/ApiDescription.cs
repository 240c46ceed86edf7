using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using StoFlow.Bridge.Policy;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

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
            options.AddOperationTransformer(NameAsync);
            options.AddOperationTransformer(ShowHeadersAsync);
            options.AddOperationTransformer(AddProblemAsync);
            options.AddOperationTransformer(ShowFilesAsync);
        });
    }

    public static void MapApiDescription(this IEndpointRouteBuilder routes) =>
        routes.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json").RequireScope(CallerScope.Read);

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

    // Generators name their methods after it: get_commands_by_id, post_lanes_pause.
    private static Task NameAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var (method, path) = (context.Description.HttpMethod ?? "get", (context.Description.RelativePath ?? "").Trim('/'));
        var words = path.Split('/').Where(word => word != "api").Select(word => word is ['{', .. var name, '}'] ? $"by_{name}" : word);
        operation.OperationId = $"{method.ToLowerInvariant()}_{string.Join('_', words)}";
        return Task.CompletedTask;
    }

    private static Task ShowHeadersAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var header in context.Description.ActionDescriptor.EndpointMetadata.OfType<TakesHeader>())
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = header.Name,
                In = ParameterLocation.Header,
                Required = header.IsRequired,
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = header.MaxLength },
            });
        return Task.CompletedTask;
    }

    private static async Task AddProblemAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(ProblemAnswer), cancellationToken: ct);
        context.Document!.AddComponent(nameof(ProblemAnswer), schema);
        (operation.Responses ??= [])["default"] = new OpenApiResponse
        {
            Description = "What went wrong, and what to do.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemAnswer), context.Document) },
            },
        };
    }

    // What is not JSON is the bytes of a file.
    private static Task ShowFilesAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        foreach (var (type, body) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
            if (type != "application/json") body.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
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
