using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Repro.Cli;

namespace Repro.Tests.Architecture;

/// <summary>The library has no other user than the program: what that doesn't need is internal.</summary>
public sealed class SurfaceTests
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public;

    private static readonly Assembly Library = typeof(Bug).Assembly;
    private static readonly HashSet<(string Type, string Member)> Used = [.. MembersThatTheProgramUses()];

    [Fact]
    public void A_public_type_is_one_that_the_program_uses_or_that_such_a_type_shows()
    {
        var needed = new HashSet<Type>();
        foreach (var type in Library.GetExportedTypes().Where(type => IsOfConstants(type) || Used.Any(used => used.Type == type.FullName)))
        {
            Add(type);
        }

        Assert.Empty(Library.GetExportedTypes().Except(needed));

        void Add(Type shown)
        {
            var type = shown.IsGenericType ? shown.GetGenericTypeDefinition() : shown;
            foreach (var part in shown.GetGenericArguments().Append(shown.GetElementType()).OfType<Type>())
            {
                Add(part);
            }

            if (type.Assembly == Library && needed.Add(type))
            {
                foreach (var other in type.GetMembers(Declared).SelectMany(TypesOf).Append(type.BaseType)
                    .Append(type.DeclaringType).OfType<Type>())
                {
                    Add(other);
                }
            }
        }
    }

    [Fact]
    public void A_public_method_or_property_of_a_static_class_is_one_that_the_program_uses() => Assert.Empty(
        from type in Library.GetExportedTypes()
        where type is { IsAbstract: true, IsSealed: true }
        from method in type.GetMethods(Declared)
        where !Used.Contains((type.FullName!, method.Name))
        select $"{type.FullName}.{method.Name}");

    // The compiler writes constants where they are used, and not whose they are.
    private static bool IsOfConstants(Type type) =>
        type.GetMembers(Declared) is { Length: > 0 } members && members.All(member => member is FieldInfo { IsLiteral: true });

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)],
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static List<(string Type, string Member)> MembersThatTheProgramUses()
    {
        using var file = new PEReader(File.OpenRead(typeof(ExitCode).Assembly.Location));
        var program = file.GetMetadataReader();
        return
        [
            .. program.TypeReferences.Select(handle => (NameOf(handle), "")),
            .. from handle in program.MemberReferences
               let member = program.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference
               select (NameOf((TypeReferenceHandle)member.Parent), program.GetString(member.Name)),
        ];

        string NameOf(TypeReferenceHandle handle)
        {
            var type = program.GetTypeReference(handle);
            var name = program.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{NameOf((TypeReferenceHandle)type.ResolutionScope)}+{name}"
                : $"{program.GetString(type.Namespace)}.{name}";
        }
    }
}
