using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// YAML's merge keys (<c>&lt;&lt;: *defaults</c>, https://yaml.org/type/merge.html): a mapping that has what another has, but for its own
/// keys.
/// </summary>
internal static class MergeKeys
{
    private const string Key = "<<";

    /// <summary>Puts the keys in the place of every merge key below a node.</summary>
    public static void Resolve(YamlNode root, ReadContext context) =>
        Resolve(root, context, new HashSet<YamlNode>(ReferenceEqualityComparer.Instance));

    // What is merged has been resolved before, as an alias comes after what it stands for. Levels are bounded (BoundedParser).
    private static void Resolve(YamlNode node, ReadContext context, HashSet<YamlNode> done)
    {
        if (node is YamlScalarNode || !done.Add(node))
        {
            return;
        }

        foreach (var child in node is YamlMappingNode pairs ? pairs.Children.Values : ((YamlSequenceNode)node).Children)
        {
            Resolve(child, context, done);
        }

        if (node is YamlMappingNode mapping && mapping.Children.Keys.FirstOrDefault(IsMerge) is { } key)
        {
            var merged = mapping.Children[key];
            mapping.Children.Remove(key);
            foreach (var from in merged is YamlSequenceNode list ? list.Children : [merged])
            {
                Merge(mapping, from, context);
            }
        }
    }

    private static void Merge(YamlMappingNode mapping, YamlNode from, ReadContext context)
    {
        if (from is not YamlMappingNode source)
        {
            context.Report(from, $"{Key} takes a mapping or a list of mappings, as in {Key}: *defaults");
            return;
        }

        foreach (var (key, value) in source.Children.Where(pair => !mapping.Children.ContainsKey(pair.Key)).ToList())
        {
            mapping.Children.Add(key, value);
        }
    }

    private static bool IsMerge(YamlNode key) => key is YamlScalarNode { Value: Key, Style: ScalarStyle.Plain };
}
