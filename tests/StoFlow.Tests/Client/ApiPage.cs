using System.Reflection;
using System.Text;
using StoFlow.Client;

namespace StoFlow.Tests.Client;

/// <summary>The second part of <c>docs/api.md</c>: every public method, option and model of the client with its comment. The first part is written by hand.</summary>
internal static class ApiPage
{
    /// <summary>The line where the made part begins.</summary>
    public const string Heading = "# The C# client, method by method\n";

    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Callable =
    [
        typeof(VintedProxyClient), typeof(VintedItems), typeof(VintedDrafts), typeof(VintedPhotos), typeof(VintedCatalogue), typeof(VintedOrders), typeof(VintedReadBack),
        typeof(BridgeClient), typeof(BridgeAdministration),
    ];

    public static string Write()
    {
        var docs = new XmlDocs(typeof(VintedProxyClient).Assembly);
        var page = new StringBuilder(Heading).Append("""

            Made from the XML comments of `StoFlow.Client`; a test holds page and code equal. To write it anew:
            `STOFLOW_WRITE_API=1 artifacts/bin/StoFlow.Tests/release/StoFlow.Tests --filter-class '*.ApiPageTests'`.

            Ids are 64-bit. Prices are `decimal` in the currency's main unit, with the currency beside them (`Money`); what is sent is in the site's own currency. Times are
            `DateTimeOffset`. Every call takes a `CancellationToken`. Every write takes an idempotency key and makes one when none is given: the same key with the same body
            is the same command, however often it is sent.

            ## What every call can throw

            All of them derive from `StoFlowException`, whose `Code` is one of [errors.md](errors.md) and whose `Detail` says what to do next.


            """);
        foreach (var error in typeof(StoFlowException).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(StoFlowException))).OrderBy(type => type.Name, StringComparer.Ordinal))
            page.Append($"- `{error.Name}`: {docs.Part(XmlDocs.Id(error), "summary")}\n");
        foreach (var type in Callable) Class(page, docs, type);
        page.Append("\n# Options, bodies and models\n");
        var rest = typeof(VintedProxyClient).Assembly.GetExportedTypes().Except(Callable).Where(type => !type.IsSubclassOf(typeof(Exception)) && type != typeof(TextOrTitleConverter));
        foreach (var type in rest.OrderBy(type => type.Name, StringComparer.Ordinal)) Model(page, docs, type);
        return page.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>The methods that the page describes one by one.</summary>
    public static IEnumerable<MethodInfo> Methods(Type type)
        => type.GetMethods(Declared).Where(method => !method.IsSpecialName && method.Name is not ("Dispose" or "Equals" or "GetHashCode" or "ToString" or "<Clone>$" or "Deconstruct"));

    private static void Class(StringBuilder page, XmlDocs docs, Type type)
    {
        page.Append($"\n# {type.Name}\n\n{docs.Part(XmlDocs.Id(type), "summary")}\n");
        foreach (var property in type.GetProperties(Declared)) page.Append($"\n- `{property.Name}`: {docs.Part(XmlDocs.Id(property), "summary")}");
        if (type.GetProperties(Declared).Length > 0) page.Append('\n');
        foreach (var method in Methods(type)) Method(page, docs, method);
    }

    private static void Method(StringBuilder page, XmlDocs docs, MethodInfo method)
    {
        var id = XmlDocs.Id(method);
        page.Append($"\n## {method.DeclaringType!.Name}.{method.Name}\n\n");
        page.Append($"```csharp\n{(method.IsStatic ? "static " : "")}{ApiSurface.Name(method.ReturnType)} {method.Name}({ApiSurface.Parameters(method)})\n```\n\n");
        page.Append($"{docs.Part(id, "summary")}\n");
        var lines = method.GetParameters().Select(parameter => docs.Parameter(id, parameter.Name!) is { } text ? $"- `{parameter.Name}`: {text}" : null)
            .Append(docs.Part(id, "returns") is { } returns ? $"- Returns: {returns}" : null)
            .Concat(docs.Exceptions(id).Select(thrown => $"- Throws `{thrown.Type}`: {thrown.When}"))
            .Append(docs.Part(id, "remarks") is { } remarks ? $"- {remarks}" : null)
            .OfType<string>().ToArray();
        if (lines.Length > 0) page.Append($"\n{string.Join('\n', lines)}\n");
    }

    private static void Model(StringBuilder page, XmlDocs docs, Type type)
    {
        page.Append($"\n## {type.Name}\n\n{docs.Part(XmlDocs.Id(type), "summary")}\n");
        var lines = type.IsEnum
            ? Enum.GetValues(type).Cast<Enum>().Select(value => $"- `{value}`: {docs.Part(XmlDocs.Id(value), "summary")}")
            : type.GetProperties(Declared).Select(property => Property(docs, type, property))
                .Concat(Methods(type).Select(method => $"- `{method.Name}({ApiSurface.Parameters(method)})` → `{ApiSurface.Name(method.ReturnType)}`: {docs.Part(XmlDocs.Id(method), "summary")}"));
        page.Append($"\n{string.Join('\n', lines)}\n");
    }

    private static string Property(XmlDocs docs, Type type, PropertyInfo property)
    {
        var text = docs.Part(XmlDocs.Id(property), "summary") ?? docs.Parameter(XmlDocs.Id(type), property.Name);
        var value = docs.Part(XmlDocs.Id(property), "value") is { } standing ? $" Default: {standing}" : "";
        return $"- `{property.Name}` (`{ApiSurface.Name(property.PropertyType)}`): {text}{value}";
    }
}
