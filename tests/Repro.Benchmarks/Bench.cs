using Repro.Benchmarks.Measuring;

namespace Repro.Benchmarks;

/// <summary>What every benchmark is given.</summary>
/// <param name="Rounds">How often each contender is measured.</param>
/// <param name="IsQuick">Whether to take short measurements: to see that all works, not for figures.</param>
/// <param name="Work">A folder that is gone afterwards.</param>
/// <param name="Programs">The program, in the forms that there are.</param>
/// <param name="Log">Takes lines of progress.</param>
internal sealed record Bench(int Rounds, bool IsQuick, string Work, IReadOnlyList<ReproProgram> Programs, Action<string> Log)
{
    /// <summary>What <c>dotnet build -c Release</c> leaves.</summary>
    public ReproProgram Built => Programs[0];

    /// <summary>What is released: compiled ahead of time. With <c>--quick</c> it is not there.</summary>
    public ReproProgram Ahead => Programs.First(program => program.Form == Preparation.AheadForm);

    /// <summary>A program of the reference.</summary>
    /// <exception cref="UnmeasurableException">It could not be compiled.</exception>
    public string Reference(string name)
    {
        var path = Path.Combine(Work, "reference", name);
        return File.Exists(path)
            ? path
            : throw new UnmeasurableException($"the C reference's {name} is not there: it takes a C compiler (cc or gcc)");
    }

    /// <summary>Seconds of a measurement.</summary>
    public double Seconds(double whole, double quick) => IsQuick ? quick : whole;

    public Task<Comparison> CompareAsync(IReadOnlyList<Contender> contenders, CancellationToken cancellationToken) =>
        Comparison.RunAsync(contenders, Rounds, Log, cancellationToken);
}

/// <summary>The program in one of its forms.</summary>
/// <param name="Form">The form, in a word or two.</param>
/// <param name="Path">The file; it need not be there.</param>
internal sealed record ReproProgram(string Form, string Path)
{
    /// <summary>The file.</summary>
    /// <exception cref="UnmeasurableException">It is not there.</exception>
    public string File => System.IO.File.Exists(Path) ? Path : throw new UnmeasurableException($"there is no program {Form} ({Path})");
}
