using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StoFlow.Tests.Client;

/// <summary>The XML comments of an assembly, as Markdown; <c>inheritdoc</c> is followed.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> _members;

    public XmlDocs(Assembly assembly)
        => _members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>A part of a member's comment, such as its summary; null when there is none.</summary>
    public string? Part(string id, string part) => Find(id, part, _ => true) is { } element ? Text(element) : null;

    /// <summary>What a parameter means.</summary>
    public string? Parameter(string id, string name) => Find(id, "param", param => param.Attribute("name")?.Value == name) is { } element ? Text(element) : null;

    /// <summary>What can be thrown, and when.</summary>
    public IEnumerable<(string Type, string When)> Exceptions(string id)
    {
        if (!_members.TryGetValue(id, out var member)) return [];
        var own = member.Elements("exception").Select(thrown => (Short(thrown.Attribute("cref")!.Value), Text(thrown)));
        return Inherited(member) is { } other ? own.Concat(Exceptions(other)) : own;
    }

    public static string Id(Type type) => "T:" + type.FullName;

    public static string Id(PropertyInfo property) => $"P:{property.DeclaringType!.FullName}.{property.Name}";

    public static string Id(Enum value) => $"F:{value.GetType().FullName}.{value}";

    public static string Id(MethodInfo method)
    {
        var parameters = method.GetParameters();
        return $"M:{method.DeclaringType!.FullName}.{method.Name}{(parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Of(parameter.ParameterType)))})")}";
    }

    private static string Of(Type type)
        => type.IsGenericType ? $"{type.Namespace}.{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}{{{string.Join(',', type.GetGenericArguments().Select(Of))}}}" : type.FullName!;

    private XElement? Find(string id, string part, Func<XElement, bool> fits)
        => !_members.TryGetValue(id, out var member) ? null
            : member.Elements(part).FirstOrDefault(fits) ?? (Inherited(member) is { } other ? Find(other, part, fits) : null);

    private static string? Inherited(XElement member) => member.Element("inheritdoc")?.Attribute("cref")?.Value;

    private static string Text(XElement element) => Blanks().Replace(string.Concat(element.Nodes().Select(Inline)), " ").Trim();

    private static string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see => $"`{(see.Attribute("cref") is { } cref ? Short(cref.Value) : see.Attribute("langword")!.Value)}`",
        XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "paramref" } named => $"`{named.Attribute("name")!.Value}`",
        XElement other => Text(other),
        _ => "",
    };

    // A type by its name, a member with its type's.
    private static string Short(string cref)
    {
        var name = cref[2..].Split('(')[0].Split('.');
        return cref[0] is 'T' ? name[^1] : $"{name[^2]}.{name[^1]}";
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Blanks();
}
