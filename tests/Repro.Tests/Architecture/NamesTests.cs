using System.Reflection;
using System.Text.RegularExpressions;
using Repro.Cli;

namespace Repro.Tests.Architecture;

/// <summary>What .editorconfig's naming rules can't say; they are errors of the build.</summary>
public sealed partial class NamesTests
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    [Fact]
    public void Naming_rules_fail_the_build()
    {
        var settings = File.ReadAllText(RepositoryRoot.PathOf(".editorconfig")).Split("[tests/")[0];

        Assert.Contains("dotnet_diagnostic.IDE1006.severity = error", settings, StringComparison.Ordinal);
        Assert.NotEmpty(RuleSeverity().Matches(settings));
        Assert.All(RuleSeverity().Matches(settings), rule => Assert.Equal("error", rule.Groups["severity"].Value));
    }

    [Fact]
    public void What_returns_a_task_says_so_by_its_name() => Assert.Empty(
        from type in new[] { typeof(Bug).Assembly, typeof(ExitCode).Assembly }.SelectMany(assembly => assembly.GetTypes())
        from method in type.GetMethods(Declared)
        where !method.IsSpecialName && !$"{type.FullName}.{method.Name}".Contains('<', StringComparison.Ordinal)
        where method.ReturnType.Name.Split('`')[0] is nameof(Task) or nameof(ValueTask)
            && method.Name != "Invoke"
            && !method.Name.EndsWith("Async", StringComparison.Ordinal)
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void A_file_is_named_for_a_type_in_it() => Assert.All(
        RepositoryRoot.SourceFiles("src")
            .Where(file => Path.GetFileName(file) != "Program.cs" && !file.EndsWith("Json.cs", StringComparison.Ordinal)),
        file =>
            Assert.Matches($@"\b(class|record|struct|interface|enum) {Path.GetFileNameWithoutExtension(file)}\b", File.ReadAllText(file)));

    [Fact]
    public void The_docstring_of_a_parameter_says_more_than_a_word() => Assert.All(
        RepositoryRoot.SourceFiles("src"),
        file => Assert.DoesNotMatch(OneWord(), File.ReadAllText(file)));

    [GeneratedRegex(@"dotnet_naming_rule\.\w+\.severity = (?<severity>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex RuleSeverity();

    [GeneratedRegex("<param name=\"\\w+\">\\w+( (up|it))?\\.</param>", RegexOptions.ExplicitCapture)]
    private static partial Regex OneWord();
}
