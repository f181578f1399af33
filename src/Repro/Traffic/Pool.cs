namespace Repro.Traffic;

/// <summary>
/// Objects that are used again, so that a load allocates nothing once as many have been made as are in use at a time. One that is given
/// back is not handed out before the next turn of the loop: whoever was told in this one that it has ended may still ask it how.
/// </summary>
/// <param name="create">Makes one.</param>
internal sealed class Pool<T>(Func<T> create)
    where T : class
{
    private readonly Stack<T> free = new();
    private readonly List<T> returned = [];

    /// <summary>One that nobody uses.</summary>
    public T Take() => free.TryPop(out var item) ? item : create();

    /// <summary>Gives one back.</summary>
    public void Return(T item) => returned.Add(item);

    /// <summary>A turn of the loop begins.</summary>
    public void Turn()
    {
        foreach (var item in returned)
        {
            free.Push(item);
        }

        returned.Clear();
    }
}
