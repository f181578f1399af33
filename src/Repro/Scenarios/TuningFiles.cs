using YamlDotNet.RepresentationModel;

namespace Repro.Scenarios;

/// <summary>
/// Files of sysctls that a scenario names (<c>sysctls: { file: 90-net.conf }</c>): what they set stands in their place, under what is set
/// beside them, so that nothing needs the file any more.
/// </summary>
internal static class TuningFiles
{
    /// <summary>The key of a file's path.</summary>
    public const string Key = "file";

    private const string Sysctls = "sysctls";

    /// <summary>Puts what they set in the place of every file below a node.</summary>
    public static void Resolve(YamlNode root, ReadContext context) =>
        Resolve(root, context, new HashSet<YamlNode>(ReferenceEqualityComparer.Instance));

    private static void Resolve(YamlNode node, ReadContext context, HashSet<YamlNode> done)
    {
        if (node is YamlScalarNode || !done.Add(node))
        {
            return;
        }

        if (node is not YamlMappingNode mapping)
        {
            foreach (var item in ((YamlSequenceNode)node).Children)
            {
                Resolve(item, context, done);
            }

            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: Sysctls } && value is YamlMappingNode sysctls)
            {
                Replace(sysctls, context);
            }
            else
            {
                Resolve(value, context, done);
            }
        }
    }

    private static void Replace(YamlMappingNode sysctls, ReadContext context)
    {
        var key = new YamlScalarNode(Key);
        if (!sysctls.Children.TryGetValue(key, out var value))
        {
            return;
        }

        sysctls.Children.Remove(key);
        if (value is not YamlScalarNode { Value: { Length: > 0 } path })
        {
            context.Report(value, $"{Key} takes the path of a file of sysctls, like 90-net.conf");
            return;
        }

        if (context.ReadFile(value, path) is not { } text)
        {
            return;
        }

        // What is read of it ends there, maybe within a line.
        if (text.Length > YamlText.LongestText)
        {
            context.Report(
                value,
                $"{Quoted.Clip(path)} is longer than {YamlText.LongestText >> 10} KiB; keep what the hosts are to be given, in a file of "
                    + "its own");
            return;
        }

        Add(sysctls, path, text, context);
    }

    // Of two lines for the same sysctl the later one counts, and what stands in the scenario before either.
    private static void Add(YamlMappingNode sysctls, string path, string text, ReadContext context)
    {
        var own = sysctls.Children.Keys.ToHashSet();
        foreach (var line in TuningFile.Read(text))
        {
            var position = new SourcePosition(path, line.Place.Line, line.Place.Column);
            if (line.Remark is { } remark)
            {
                context.Report(position, remark, isWarning: true);
                continue;
            }

            if (line.IsOptional && !context.HasSysctl(line.Name))
            {
                context.Report(position, $"{line.Name} is not in this kernel, and need not be; {TuningFile.LeftOut}", isWarning: true);
                continue;
            }

            var (name, value) = (new YamlScalarNode(line.Name), new YamlScalarNode(line.Value));
            if (!own.Contains(name))
            {
                sysctls.Children.Remove(name);
                sysctls.Children.Add(name, value);
                context.Place(name, position);
                context.Place(value, position);
            }
        }
    }
}
