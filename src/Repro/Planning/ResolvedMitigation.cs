using Repro.Model;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>A mitigation of the catalogue with the factor that it is used with.</summary>
/// <param name="Mitigation">The mitigation.</param>
/// <param name="Factor">Null for one that does not scale.</param>
internal sealed record ResolvedTerm(Mitigation Mitigation, int? Factor)
{
    public string Key => Factor is { } factor ? $"{Mitigation.Name}-{factor}" : Mitigation.Name;

    public string Label => Factor is { } factor ? $"{Mitigation.Name} ×{factor}" : Mitigation.Name;
}

/// <summary>What a scenario's use of mitigations comes to: its names, and its terms as the catalogue has them.</summary>
/// <param name="Name">The user's name, or the names of the terms.</param>
/// <param name="Key">Name and factors, fit for a folder's name.</param>
/// <param name="Label">Name and factors as people read them.</param>
/// <param name="Terms">The terms, in order.</param>
/// <param name="HasOverlay">Whether the scenario changes more than the terms do.</param>
internal sealed record ResolvedMitigation(string Name, string Key, string Label, IReadOnlyList<ResolvedTerm> Terms, bool HasOverlay)
{
    /// <summary>What it changes, in one line.</summary>
    /// <param name="own">What the scenario changes itself, and nothing else does.</param>
    public string Summary(string own) =>
        string.Join(
            "; ",
            Terms.Select(term => term.Mitigation.Summary).Concat(HasOverlay ? [own.Length > 0 ? own : "nothing"] : Array.Empty<string>()));

    /// <summary>When it is unsafe; null for one of the scenario's own.</summary>
    public string? Risk => Terms.Count == 0 ? null : string.Join("; ", Terms.Select(term => term.Mitigation.Risk));

    /// <summary>Reads a use; null where something in it is wrong, which is reported.</summary>
    public static ResolvedMitigation? Of(MitigationUse use, List<Diagnostic> diagnostics)
    {
        if (use.OwnName is { } own && Catalogue.Find(own) is not null)
        {
            diagnostics.Add(new Diagnostic(use.Position, $"'{own}' is a mitigation of the catalogue; give your own another name"));
            return null;
        }

        var terms = new List<ResolvedTerm>();
        foreach (var term in use.Terms)
        {
            if (Catalogue.Find(term.Name) is not { } known)
            {
                var suggestion = Suggestion.For(term.Name, Catalogue.All.Select(mitigation => mitigation.Name));
                diagnostics.Add(new Diagnostic(use.Position, $"unknown mitigation {Quoted.Of(term.Name)}{suggestion}"));
                return null;
            }

            if (term.Factor is not null && known.DefaultFactor is null)
            {
                diagnostics.Add(new Diagnostic(use.Position, $"'{term.Name}' takes no factor; write it alone"));
                return null;
            }

            terms.Add(new ResolvedTerm(known, known.DefaultFactor is { } usual ? term.Factor ?? usual : null));
        }

        return use.OwnName is { } name
            ? new ResolvedMitigation(name, name, name, terms, use.Overlay is not null)
            : new ResolvedMitigation(
                string.Join(" + ", terms.Select(term => term.Mitigation.Name)),
                string.Join('+', terms.Select(term => term.Key)),
                string.Join(" + ", terms.Select(term => term.Label)),
                terms,
                HasOverlay: false);
    }

    /// <summary>The conditions with every term applied.</summary>
    public Conditions Apply(Conditions conditions) =>
        Terms.Aggregate(conditions, (changed, term) => term.Mitigation.Apply(changed, term.Factor ?? 1));
}
