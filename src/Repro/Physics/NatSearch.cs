namespace Repro.Physics;

/// <summary>
/// How Linux looks for a port of a pool for a connection that it translates (nf_nat_l4proto_unique_tuple, net/netfilter/nf_nat_core.c):
/// up to 128 consecutive ones from a random one on, and where none of these is free 64 from another one on, then 32, 16 and 8. A pool of up
/// to 128 ports is seen whole, but for one search in hundreds where its size is no power of two: what is counted up has 16 bits. Of a
/// larger one ports in use lie side by side, as each connection takes the next free one: a search may meet no free port long before none is
/// left, and that is chance.
/// </summary>
internal static class NatSearch
{
    /// <summary>Ports of the largest pool that is seen whole.</summary>
    public const int SeenWhole = 128;

    private const int LeastRound = 16;
    private const int Evicting = 32; // NF_NAT_HARDER_THRESH
    private const int MostFilled = 4_000_000;
    private const int MostFills = 400;
    private const int FewestFills = 25;
    private const double Unlikely = 0.005;

    /// <summary>
    /// How many held connections a pool takes before the first that finds no port: at least, as a rule, at most. Of several pools that are
    /// filled in turn, the first that does not.
    /// </summary>
    public static (int Least, int Median, int Most) FirstRefused(int ports, int pools)
    {
        if (ports <= SeenWhole)
        {
            return (ports, ports, ports);
        }

        var fills = Enumerable.Range(1, Math.Clamp(MostFilled / ports, FewestFills, MostFills))
            .Select(seed => Fill(ports, new Random(seed))).Order().ToList();
        return (fills[0], Quantile(0.5), Quantile(Unlikely));

        // Below it is the first of all pools with so much probability that it is not.
        int Quantile(double above) => fills[(int)Math.Min(fills.Count - 1, (1 - Math.Pow(above, 1.0 / pools)) * fills.Count)];
    }

    /// <summary>
    /// The chance that a new connection evicts none of a pool whose ports are all in TIME_WAIT: of the last candidates of a round each is
    /// taken over where its sequence numbers have been passed, which they have or not as a coin falls (nf_seq_has_advanced).
    /// </summary>
    public static double EvictsNone(int ports) => Math.Pow(2, -Math.Min(ports, Evicting));

    /// <summary>Connections that a pool took in one fill.</summary>
    internal static int Fill(int ports, Random random)
    {
        var taken = new bool[ports];
        for (var count = 0; ; count++)
        {
            if (Find(taken, random) is not { } port)
            {
                return count;
            }

            taken[port] = true;
        }
    }

    private static int? Find(bool[] taken, Random random)
    {
        for (var attempts = Math.Min(taken.Length, SeenWhole); ; attempts /= 2)
        {
            var offset = random.Next(1 << 16);
            for (var i = 0; i < attempts; i++)
            {
                if (((offset + i) & 0xffff) % taken.Length is var port && !taken[port])
                {
                    return port;
                }
            }

            if (attempts >= taken.Length || attempts < LeastRound)
            {
                return null;
            }
        }
    }
}
