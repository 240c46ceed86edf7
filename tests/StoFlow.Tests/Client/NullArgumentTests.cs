using System.Reflection;
using System.Text.Json.Nodes;
using StoFlow.Client;
using StoFlow.Protocol;
using StoFlow.Protocol.Http;

namespace StoFlow.Tests.Client;

/// <summary>What must not be null is refused by its name before anything is sent; half way through it would be a fault without one.</summary>
public sealed class NullArgumentTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<string, string, string> Parameters()
    {
        using var client = new VintedProxyClient("http://127.0.0.1:9");
        var all = new TheoryData<string, string, string>();
        foreach (var type in Parts(client).Select(part => part.GetType()).Append(typeof(PhotoSource)))
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(one => !one.IsSpecialName))
                foreach (var parameter in method.GetParameters().Where(IsDue)) all.Add(type.Name, method.ToString()!, parameter.Name!);
        return all;
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task What_is_due_is_refused_by_its_name_when_it_is_null(string type, string method, string parameter)
    {
        using var client = new VintedProxyClient("http://127.0.0.1:9", options: new() { Site = "www.vinted.fr" });
        var part = Parts(client).SingleOrDefault(one => one.GetType().Name == type);
        var called = (part?.GetType() ?? typeof(PhotoSource)).GetMethods().Single(one => one.ToString() == method);
        var given = called.GetParameters().Select(one => one.Name == parameter ? null : Some(one.ParameterType)).ToArray();
        var problem = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            if (called.Invoke(part, BindingFlags.DoNotWrapExceptions, null, given, null) is Task task) await task;
        });
        Assert.True(
            problem is ArgumentNullException missing && missing.ParamName == parameter
            || problem is ValidationException invalid && invalid.Mistakes.Any(mistake => mistake.Field.Replace("_", "", StringComparison.Ordinal).Equals(parameter, StringComparison.OrdinalIgnoreCase))
            || problem is RefusedException { Field: { } field } && field.Replace("_", "", StringComparison.Ordinal).Equals(parameter, StringComparison.OrdinalIgnoreCase),
            problem.ToString());
    }

    private static object[] Parts(VintedProxyClient client) =>
        [client, client.Bridge, client.Bridge.Administration, client.Items, client.Drafts, client.Photos, client.Catalogue, client.Orders, client.ReadBack];

    // No colours are as good as an empty list of them.
    private static bool IsDue(ParameterInfo parameter) => parameter.Name is not "colorIds" && !parameter.ParameterType.IsValueType && Nullability.Create(parameter).WriteState == NullabilityState.NotNull;

    private static object? Some(Type type) => type switch
    {
        _ when type == typeof(string) => "x",
        _ when type == typeof(Stream) => Stream.Null,
        _ when type == typeof(NewItem) => Item,
        _ when type == typeof(ItemChanges) => new ItemChanges { Price = 5 },
        _ when type == typeof(PhotoSource) => PhotoSource.Uploaded(7),
        _ when type == typeof(Photo) => new Photo { Id = 7 },
        _ when type == typeof(IReadOnlyList<PhotoSource>) => (IReadOnlyList<PhotoSource>)[PhotoSource.Uploaded(7)],
        _ when type == typeof(IReadOnlyList<long>) => (IReadOnlyList<long>)[1L],
        _ when type == typeof(ExecuteRequest) => new ExecuteRequest(CommandAction.Ping),
        _ when type == typeof(TokenRequest) => new TokenRequest("x", "write", ["a"]),
        _ when type == typeof(JsonNode) => JsonValue.Create(1),
        _ when type == typeof(long) => 7L,
        _ when type == typeof(decimal) => 7m,
        _ => type.IsValueType ? Activator.CreateInstance(type) : null,
    };

    private static NewItem Item => new()
    {
        Title = "Coat", Description = "Warm.", Price = 5, CatalogId = 1907, StatusId = 2, ColorIds = [1], Photos = [PhotoSource.Uploaded(7)],
    };
}
