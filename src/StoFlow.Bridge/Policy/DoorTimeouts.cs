using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using StoFlow.Protocol;

namespace StoFlow.Bridge.Policy;

/// <summary>Administration is quick or it is broken: its routes end after half a minute. Commands have deadlines of their own.</summary>
internal static class DoorTimeouts
{
    private const string Short = "administration";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void AddDoorTimeouts(this IServiceCollection services) => services.AddRequestTimeouts(options => options.AddPolicy(
        Short,
        new RequestTimeoutPolicy
        {
            Timeout = Patience,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
            WriteTimeoutResponse = WriteAsync,
        }));

    public static TBuilder EndSoon<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithRequestTimeout(Short);
        return builder;
    }

    private static Task WriteAsync(HttpContext context) => ProblemWriter.WriteAsync(context, new BridgeException(
        ErrorCode.Timeout, "The bridge did not manage in time; its disk may be too slow or full. Look before you repeat it."));
}
