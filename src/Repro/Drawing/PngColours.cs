using System.Runtime.Intrinsics;

namespace Repro.Drawing;

/// <summary>The colours of a drawing, and which of a palette's each becomes.</summary>
/// <param name="most">How many the palette may have; a multiple of four.</param>
internal sealed class PngColours(int most)
{
    private const int Cached = 1 << 12;
    private const int Unknown = -1;
    private const int Far = 1 << 10;

    private readonly Dictionary<uint, int> numbers = [];
    private readonly List<uint> colours = [];
    private readonly List<int> counts = [];
    private readonly List<int> indices = [];
    private readonly int[] red = new int[most];
    private readonly int[] green = new int[most];
    private readonly int[] blue = new int[most];

    // A few colours are at the edges of all letters: the number of each is found without a search.
    private readonly uint[] recent = [.. Enumerable.Repeat(uint.MaxValue, Cached)];
    private readonly int[] recentNumbers = new int[Cached];

    /// <summary>Adds pixels of a colour.</summary>
    public void Count(uint colour, int pixels) => counts[Number(colour)] += pixels;

    /// <summary>
    /// Takes the most frequent colours; of equally frequent ones the lower number, so that the same drawing has the same bytes.
    /// </summary>
    /// <returns>Red, green and blue of each.</returns>
    public byte[] Choose()
    {
        int[] chosen =
        [
            .. Enumerable.Range(0, colours.Count).OrderByDescending(number => counts[number]).ThenBy(number => colours[number]).Take(most),
        ];
        // What the palette does not fill is as far from any colour as none of it is.
        red.AsSpan().Fill(Far);
        for (var index = 0; index < chosen.Length; index++)
        {
            indices[chosen[index]] = index;
            (red[index], green[index], blue[index]) = Parts(colours[chosen[index]]);
        }

        return [.. Enumerable.Range(0, chosen.Length)
            .SelectMany(index => new[] { (byte)red[index], (byte)green[index], (byte)blue[index] })];
    }

    /// <summary>A colour's place in the palette, or that of the nearest in it.</summary>
    public byte Index(uint colour)
    {
        var number = Number(colour);
        if (indices[number] == Unknown)
        {
            indices[number] = Nearest(colour);
        }

        return (byte)indices[number];
    }

    // Distance and place as one number, of four colours at a time: the least is the nearest, and of equally near ones the first.
    private int Nearest(uint colour)
    {
        var (r, g, b) = Parts(colour);
        var (least, place) = (Vector128.Create(int.MaxValue), Vector128.Create(0, 1, 2, 3));
        for (var i = 0; i < most; i += Vector128<int>.Count)
        {
            var distance = Square(red, i, r) + Square(green, i, g) + Square(blue, i, b);
            least = Vector128.Min(least, (distance * most) + place);
            place += Vector128.Create(Vector128<int>.Count);
        }

        return Math.Min(Math.Min(least[0], least[1]), Math.Min(least[2], least[3])) % most;
    }

    private static Vector128<int> Square(int[] parts, int first, int part)
    {
        var difference = Vector128.Create(parts, first) - Vector128.Create(part);
        return difference * difference;
    }

    private static (int Red, int Green, int Blue) Parts(uint colour) => ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);

    // In the order of their first pixel.
    private int Number(uint colour)
    {
        var place = (colour * 0x9E3779B1) >> 20; // Knuth's multiplicative hashing, to as many bits as the cache has
        if (recent[place] != colour)
        {
            if (!numbers.TryGetValue(colour, out var number))
            {
                numbers[colour] = number = colours.Count;
                colours.Add(colour);
                counts.Add(0);
                indices.Add(Unknown);
            }

            (recent[place], recentNumbers[place]) = (colour, number);
        }

        return recentNumbers[place];
    }
}
