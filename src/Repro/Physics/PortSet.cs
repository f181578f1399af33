using System.Numerics;

namespace Repro.Physics;

/// <summary>A set of positions 0 … size − 1, full at first, that finds the next member in a few steps however few there are.</summary>
internal sealed class PortSet
{
    private const int WordBits = 64;

    private ulong[] words = [];
    // Bit n: word n is not empty.
    private ulong[] filled = [];

    public PortSet(int size) => Grow(size);

    public int Size { get; private set; }

    public int Count { get; private set; }

    /// <summary>Makes it as large as that; what is new is in it.</summary>
    public void Grow(int size)
    {
        Array.Resize(ref words, (size / WordBits) + 1);
        Array.Resize(ref filled, (words.Length / WordBits) + 1);
        for (; Size < size; Size++)
        {
            Add(Size);
        }
    }

    public void Add(int position)
    {
        var word = position / WordBits;
        words[word] |= 1UL << position;
        filled[word / WordBits] |= 1UL << word;
        Count++;
    }

    public void Remove(int position)
    {
        var word = position / WordBits;
        words[word] &= ~(1UL << position);
        if (words[word] == 0)
        {
            filled[word / WordBits] &= ~(1UL << word);
        }

        Count--;
    }

    /// <summary>The first member from a position on; null: none.</summary>
    public int? NextFrom(int position)
    {
        if (position >= Size)
        {
            return null;
        }

        var word = position / WordBits;
        var here = words[word] & (ulong.MaxValue << position);
        if (here == 0)
        {
            if (NextFilled(word + 1) is not { } next)
            {
                return null;
            }

            word = next;
            here = words[word];
        }

        return (word * WordBits) + BitOperations.TrailingZeroCount(here);
    }

    private int? NextFilled(int word)
    {
        var mask = ulong.MaxValue << word;
        for (var index = word / WordBits; index < filled.Length; index++, mask = ulong.MaxValue)
        {
            if ((filled[index] & mask) is var bits and not 0)
            {
                return (index * WordBits) + BitOperations.TrailingZeroCount(bits);
            }
        }

        return null;
    }
}
