using System.Reflection;
using System.Text;

namespace StoFlow.Tests.Client;

/// <summary>Writes an assembly's public members, one a line, sorted.</summary>
internal static class ApiSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal)) text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            foreach (var name in type.GetEnumNames()) yield return name;
            yield break;
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(Visible)) yield return $"new({Parameters(constructor)})";
        foreach (var property in type.GetProperties(Declared))
            if (property.GetMethod is { } getter && Visible(getter))
                yield return $"{Name(property.PropertyType)} {property.Name} {{ get;{Setter(property)} }}";
        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic)) yield return $"const {Name(field.FieldType)} {field.Name}";
        foreach (var method in type.GetMethods(Declared).Where(method => Visible(method) && !method.IsSpecialName && !Generated(type, method)))
            yield return $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";
    }

    private static string Setter(PropertyInfo property)
        => property.SetMethod is { } setter && Visible(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name is "IsExternalInit") ? " init;" : " set;"
            : "";

    private static bool Visible(MethodBase method) => method.IsPublic || (method.IsFamily && !method.DeclaringType!.IsSealed);

    // What the compiler writes for every record.
    private static bool Generated(Type type, MethodInfo method)
        => method.Name is "Equals" or "GetHashCode" or "<Clone>$" or "Deconstruct" or "PrintMembers" || (method.Name is "ToString" && type.GetMethod("<Clone>$") is not null);

    public static string Parameters(MethodBase method)
        => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {p.DefaultValue ?? "default"}" : "")}"));

    private static string Kind(Type type)
        => type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsInterface ? "interface" : type.IsAbstract && type.IsSealed ? "static class" : type.IsSealed ? "sealed class" : "class";

    public static string Name(Type type)
    {
        if (type.IsGenericType)
        {
            var arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
            return type.GetGenericTypeDefinition() == typeof(Nullable<>) ? arguments + "?" : $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{arguments}>";
        }

        return type.Name switch { "String" => "string", "Int32" => "int", "Int64" => "long", "Boolean" => "bool", "Decimal" => "decimal", "Void" => "void", "Object" => "object", _ => type.Name };
    }
}
