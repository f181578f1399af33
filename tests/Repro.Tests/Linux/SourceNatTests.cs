using System.Net;
using Repro.Linux;

namespace Repro.Tests.Linux;

public sealed class SourceNatTests
{
    private static readonly NatPoolRange Pool = new(IPAddress.Parse("198.18.0.5"), IPAddress.Parse("198.18.0.6"), 1024, 1087, false);

    /// <summary>
    /// As the program nft sends them (<c>nft --debug=mnl add rule ip repro postrouting meta l4proto tcp snat to
    /// 198.18.0.5-198.18.0.6:1024-1087</c>), but for names and numbers of messages.
    /// </summary>
    [Fact]
    public void Rules_Pool_TableChainAndRuleInOneBatch()
    {
        var batch = SourceNat.Rules(Pool, stay: true);

        Assert.Equal(
            [0x10, 0xa00, 0xa03, 0xa06, 0x11], Messages(batch).Select(message => (int)BitConverter.ToUInt16(message, 4)));
        var rule = Convert.ToHexStringLower(Messages(batch)[3]);
        // meta load l4proto => reg 1; cmp eq reg 1 6
        Assert.Contains("0900" + "0100" + "6d657461" + "00000000", rule, StringComparison.Ordinal);
        Assert.Contains("08000100" + "00000001" + "08000200" + "00000010", rule, StringComparison.Ordinal);
        Assert.Contains("0c000380" + "05000100" + "06000000", rule, StringComparison.Ordinal);
        // immediate of both addresses and both ports
        Assert.Contains("08000100c6120005", rule, StringComparison.Ordinal);
        Assert.Contains("08000100c6120006", rule, StringComparison.Ordinal);
        Assert.Contains("060001000400", rule, StringComparison.Ordinal);
        Assert.Contains("06000100043f", rule, StringComparison.Ordinal);
        // nat snat ip addr_min reg 1 addr_max reg 2 proto_min reg 3 proto_max reg 4
        Assert.EndsWith(
            "0800010000000000" + "0800020000000002" + "0800030000000001" + "0800040000000002" + "0800050000000003" + "0800060000000004",
            rule,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_Random_SaysSoInItsFlags() => Assert.EndsWith(
        "0800070000000010",
        Convert.ToHexStringLower(Messages(SourceNat.Rules(Pool with { IsRandom = true }, stay: true))[3]),
        StringComparison.Ordinal);

    [Fact]
    public void Rules_ToBeTried_RemovedInTheSameBatch() => Assert.Equal(
        [0x10, 0xa00, 0xa03, 0xa06, 0xa02, 0x11],
        Messages(SourceNat.Rules(Pool, stay: false)).Select(message => (int)BitConverter.ToUInt16(message, 4)));

    private static List<byte[]> Messages(byte[] batch)
    {
        var messages = new List<byte[]>();
        for (var at = 0; at < batch.Length; at += messages[^1].Length)
        {
            messages.Add(batch[at..(at + BitConverter.ToInt32(batch, at))]);
            Assert.Equal(0, messages[^1].Length % 4);
        }

        return messages;
    }
}
