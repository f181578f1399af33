namespace Repro.Charts;

/// <summary>Files that ship inside the program and become part of a page.</summary>
internal static class Asset
{
    /// <summary>The text of a file of the folder Assets.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the program was built without {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
