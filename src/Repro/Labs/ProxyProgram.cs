namespace Repro.Labs;

/// <summary>A proxy that is a program of its own, and how it is to be started.</summary>
/// <param name="Name">The program: <c>nginx</c> or <c>haproxy</c>.</param>
/// <param name="ConfigurationName">Name of its configuration file.</param>
/// <param name="Configuration">What is in it.</param>
/// <param name="Arguments">
/// Its arguments, for the whole path of that file and a folder where it may write. It stays in the foreground, as one process, and needs
/// no user of its own.
/// </param>
internal sealed record ProxyProgram(
    string Name, string ConfigurationName, string Configuration, Func<string, string, IReadOnlyList<string>> Arguments);
