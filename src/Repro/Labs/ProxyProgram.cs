namespace Repro.Labs;

/// <summary>A proxy that is a program of its own, and how it is to be started.</summary>
/// <param name="Name">The program: <c>nginx</c> or <c>haproxy</c>.</param>
/// <param name="ConfigurationName">Name of its configuration file.</param>
/// <param name="Configuration">What is in it. Whatever else it writes goes to the folder of that file.</param>
/// <param name="Arguments">Its arguments for a given folder. It stays in the foreground, as one process, and needs no user of its own.</param>
internal sealed record ProxyProgram(
    string Name, string ConfigurationName, string Configuration, Func<string, IReadOnlyList<string>> Arguments);
