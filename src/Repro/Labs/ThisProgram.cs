using System.Reflection;

namespace Repro.Labs;

/// <summary>How to start this program once more.</summary>
internal static class ThisProgram
{
    /// <summary>The program, or the dotnet host and the program's assembly where it was started that way.</summary>
    public static IReadOnlyList<string> Command { get; } = Find();

    private static string[] Find()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("this program does not know its own path");
        return Path.GetFileNameWithoutExtension(program) == "dotnet" && Assembly.GetEntryAssembly() is { } assembly
            ? [program, Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.dll")]
            : [program];
    }
}
