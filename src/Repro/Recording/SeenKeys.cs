namespace Repro.Recording;

/// <summary>The keys of an object that have been read: none may stand there twice.</summary>
internal struct SeenKeys
{
    private int keys;

    /// <summary>Adds a key by its number, 0–31; false where it was there.</summary>
    public bool Add(int key)
    {
        var isNew = (keys & (1 << key)) == 0;
        keys |= 1 << key;
        return isNew;
    }
}
