namespace Repro.Cli;

/// <summary>The program's exit codes.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int ExpectationFailed = 1;
    public const int BadInput = 2;
    public const int NoLab = 3;
    public const int InvalidCase = 4;
    public const int Interrupted = 130;
}
