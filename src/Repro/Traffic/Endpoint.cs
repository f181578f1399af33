using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Repro.Linux;

namespace Repro.Traffic;

/// <summary>An address and port, also in the kernel's form. As text <c>198.18.0.5:80</c>, and of IPv6 <c>[2001:2::5]:80</c>.</summary>
[JsonConverter(typeof(Converter))]
internal sealed class Endpoint : IEquatable<Endpoint>
{
    private readonly KernelAddress kernel;

    public Endpoint(IPAddress address, int port)
    {
        kernel = new KernelAddress(address, port);
        (Address, Port) = (address, port);
        Name = new IPEndPoint(address, port).ToString();
    }

    public Endpoint(IPEndPoint end)
        : this(end.Address, end.Port)
    {
    }

    public IPAddress Address { get; }

    public int Port { get; }

    /// <summary>Address and port as text.</summary>
    public string Name { get; }

    /// <summary>In the kernel's form.</summary>
    public ref readonly KernelAddress Kernel => ref kernel;

    /// <summary>Reads its text.</summary>
    /// <exception cref="FormatException">It is another, such as one without a port, or of IPv6 without brackets.</exception>
    public static Endpoint Parse(string text) => IPEndPoint.TryParse(text, out var end) && end.ToString() == text
        ? new Endpoint(end.Address, end.Port)
        : throw new FormatException($"'{text}' is no address and port");

    public bool Equals(Endpoint? other) => other is not null && other.Port == Port && other.Address.Equals(Address);

    public override bool Equals(object? obj) => Equals(obj as Endpoint);

    public override int GetHashCode() => HashCode.Combine(Address, Port);

    public override string ToString() => Name;

    internal sealed class Converter : JsonConverter<Endpoint>
    {
        public override Endpoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Endpoint value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Name);
    }
}
