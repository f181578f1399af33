namespace Repro.Labs;

/// <summary>A server that a host is to run, in a program that somebody else made.</summary>
/// <param name="Name">The program.</param>
/// <param name="ConfigurationName">Name of its configuration file.</param>
/// <param name="Configuration">What is in it.</param>
/// <param name="Arguments">
/// Its arguments, for the whole path of that file and a folder where it may write. It stays in the foreground, as one process, and needs
/// no user of its own.
/// </param>
internal sealed record ServerSpec(
    string Name, string ConfigurationName, string Configuration, Func<string, string, IReadOnlyList<string>> Arguments);
