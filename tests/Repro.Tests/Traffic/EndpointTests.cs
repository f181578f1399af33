using System.Net;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Repro.Linux;
using Repro.Traffic;

namespace Repro.Tests.Traffic;

public sealed class EndpointTests
{
    private static readonly Gen<Endpoint> Any =
        from length in Gen.Elements(4, 16)
        from bytes in Gen.Frequency(
            (1, Gen.Choose(0, 255).ArrayOf(length)),
            // Runs of zeros are what the text of IPv6 is shortened by.
            (2, Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 255))).ArrayOf(length)))
        from port in Gen.Choose(0, ushort.MaxValue)
        select new Endpoint(new IPAddress([.. bytes.Select(value => (byte)value)]), port);

    [Theory]
    [InlineData("198.18.0.5:80", "198.18.0.5", 80)]
    [InlineData("198.18.0.5:0", "198.18.0.5", 0)]
    [InlineData("[2001:2::5]:80", "2001:2::5", 80)]
    [InlineData("[::ffff:198.18.0.5]:80", "::ffff:198.18.0.5", 80)]
    public void Parse_AddressAndPort_Both(string text, string address, int port)
    {
        var end = Endpoint.Parse(text);

        Assert.Equal((IPAddress.Parse(address), port, text), (end.Address, end.Port, $"{end}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("198.18.0.5")]
    [InlineData("2001:2::5")]
    [InlineData("2001:2::5:80")]
    [InlineData("[2001:2::5]")]
    [InlineData("[2001:2::5]80")]
    [InlineData("[2001:2:0::5]:80")]
    [InlineData("proxy:80")]
    [InlineData("198.18.0.5:65536")]
    [InlineData("198.18.0.5:080")]
    public void Parse_AnythingElse_Refused(string text) => Assert.Throws<FormatException>(() => Endpoint.Parse(text));

    [Fact]
    public void Whatever_its_address_an_end_is_the_same_after_its_text() => Any.ForAll(end =>
    {
        Assert.Equal(end, Endpoint.Parse(end.Name));
        Assert.Equal(end.GetHashCode(), Endpoint.Parse(end.Name).GetHashCode());
        Assert.Equal(end, JsonSerializer.Deserialize<Endpoint>(JsonSerializer.Serialize(end)));
    });

    [Fact]
    public void Whatever_its_address_the_kernel_is_told_it_as_it_is() => Any.ForAll(end =>
    {
        var isIpv4 = end.Address.GetAddressBytes().Length == 4;

        Assert.Equal((end.Address, end.Port), (end.Kernel.IPAddress, end.Kernel.Port));
        Assert.Equal(
            isIpv4 ? (SocketCalls.AddressFamilyInet, 16) : (SocketCalls.AddressFamilyInet6, 28), (end.Kernel.Family, end.Kernel.Size));
    });

    [Fact]
    public void Ends_of_another_address_or_port_are_others()
    {
        var end = Endpoint.Parse("[2001:2::5]:80");

        Assert.NotEqual(end, Endpoint.Parse("[2001:2::6]:80"));
        Assert.NotEqual(end, Endpoint.Parse("[2001:2::5]:81"));
        Assert.False(end.Equals(null));
    }
}
