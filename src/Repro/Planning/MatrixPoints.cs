using Repro.Model;
using Repro.Scenarios;

namespace Repro.Planning;

/// <summary>One combination of the matrix's values.</summary>
/// <param name="Points">A value of each axis.</param>
/// <param name="Name">The values other than the rate, as <c>backends.delay=1s</c>.</param>
internal sealed record MatrixCell(IReadOnlyList<MatrixPoint> Points, string Name)
{
    public Conditions Apply(Conditions conditions) => Points.Aggregate(conditions, (changed, point) => point.Overlay.Apply(changed));
}

/// <summary>Every combination of a matrix's values; the first axis changes slowest.</summary>
internal static class MatrixPoints
{
    public static IReadOnlyList<MatrixCell> Of(IReadOnlyList<MatrixAxis> matrix, string unnamedKey)
    {
        IEnumerable<MatrixCell> cells = [new MatrixCell([], "")];
        foreach (var axis in matrix)
        {
            cells = from cell in cells
                    from point in axis.Points
                    let name = axis.Key == unnamedKey ? "" : $"{axis.Key}={point.Value}"
                    select new MatrixCell(
                        [.. cell.Points, point], cell.Name.Length == 0 || name.Length == 0 ? cell.Name + name : $"{cell.Name}, {name}");
            cells = cells.ToList();
        }

        return [.. cells];
    }
}
