using System.Security.Cryptography;
using System.Text;
using Repro.Docker;

namespace Repro.Tests.Docker;

public sealed class EndpointSearchTests
{
    private readonly Dictionary<string, string> variables = [];
    private readonly Dictionary<string, string> files = [];
    private bool windows;

    [Fact]
    public void With_nothing_set_it_is_the_default_socket() => Assert.Equal(new UnixEndpoint("/var/run/docker.sock"), Find());

    [Fact]
    public void On_Windows_it_is_the_default_pipe()
    {
        windows = true;
        Assert.Equal("docker_engine", Assert.IsType<PipeEndpoint>(Find()).Name);
    }

    [Fact]
    public void Where_the_default_socket_is_missing_it_is_the_first_of_a_rootless_engine_of_Podman_and_of_Docker_Desktop()
    {
        variables["XDG_RUNTIME_DIR"] = "/run/user/1000";

        files["/home/me/.docker/run/docker.sock"] = "";
        Assert.Equal(new UnixEndpoint("/home/me/.docker/run/docker.sock"), Find());
        files["/run/user/1000/podman/podman.sock"] = "";
        Assert.Equal(new UnixEndpoint("/run/user/1000/podman/podman.sock"), Find());
        files["/run/user/1000/docker.sock"] = "";
        Assert.Equal(new UnixEndpoint("/run/user/1000/docker.sock"), Find());
        files["/var/run/docker.sock"] = "";
        Assert.Equal(new UnixEndpoint("/var/run/docker.sock"), Find());
    }

    [Theory]
    [InlineData("tcp://box:2375", "box", 2375)]
    [InlineData("tcp://box", "box", 2375)]
    [InlineData("http://10.0.0.1:80", "10.0.0.1", 80)]
    [InlineData("tcp://[::1]:99", "::1", 99)]
    public void A_port_without_TLS_is_connected_to(string address, string host, int port)
    {
        variables["DOCKER_HOST"] = address;
        Assert.Equal(new TcpEndpoint(address, host, port), Find());
    }

    [Theory]
    [InlineData("DOCKER_TLS_VERIFY")]
    [InlineData("DOCKER_CERT_PATH")]
    [InlineData("DOCKER_TLS")]
    public void TLS_is_left_to_the_program_docker(string variable)
    {
        variables["DOCKER_HOST"] = "tcp://box:2376";
        variables[variable] = "1";
        Assert.Equal(new CliEndpoint("tcp://box:2376", null), Find());
    }

    [Fact]
    public void A_port_with_TLS_has_a_default_of_its_own() =>
        Assert.Equal("tcp://box:2376", EngineEndpoint.Parse("tcp://box", tls: true).Address);

    [Fact]
    public void SSH_is_left_to_the_program_docker()
    {
        variables["DOCKER_HOST"] = "ssh://me@box";
        Assert.Equal(new CliEndpoint("ssh://me@box", null), Find());
    }

    [Fact]
    public void TLS_says_nothing_about_a_socket()
    {
        variables["DOCKER_HOST"] = "unix:///run/x.sock";
        variables["DOCKER_TLS_VERIFY"] = "1";
        Assert.Equal(new UnixEndpoint("/run/x.sock"), Find());
    }

    [Theory]
    [InlineData("box:2375")]
    [InlineData("unix://")]
    [InlineData("https://box")]
    [InlineData("tcp://:2375")]
    [InlineData("tcp://box:port")]
    public void What_is_no_address_is_an_error_that_shows_it(string address)
    {
        variables["DOCKER_HOST"] = address;
        var error = Assert.Throws<EngineException>(Find);
        Assert.Equal($"DOCKER_HOST is {address}, which is not an address of an engine.", error.Message);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void A_host_is_stronger_than_a_context_and_the_variable_stronger_than_the_file()
    {
        Context("a", """{"Host":"unix:///a"}""");
        Context("b", """{"Host":"unix:///b"}""");

        files["/home/me/.docker/config.json"] = """{"currentContext":"a"}""";
        Assert.Equal(new UnixEndpoint("/a"), Find());
        variables["DOCKER_CONTEXT"] = "b";
        Assert.Equal(new UnixEndpoint("/b"), Find());
        variables["DOCKER_CONTEXT"] = "default";
        Assert.Equal(new UnixEndpoint("/var/run/docker.sock"), Find());
        variables["DOCKER_HOST"] = "unix:///c";
        Assert.Equal(new UnixEndpoint("/c"), Find());
    }

    [Fact]
    public void The_folder_of_the_configuration_can_be_another()
    {
        variables["DOCKER_CONFIG"] = "/etc/mine";
        files["/etc/mine/config.json"] = """{"auths":{},"currentContext":"a"}""";
        Context("a", """{"Host":"unix:///a"}""", "/etc/mine");
        Assert.Equal(new UnixEndpoint("/a"), Find());
    }

    [Fact]
    public void A_context_with_keys_is_left_to_the_program_docker()
    {
        variables["DOCKER_CONTEXT"] = "a";
        Context("a", """{"Host":"tcp://box:2376"}""");
        Assert.Equal(new TcpEndpoint("tcp://box:2376", "box", 2376), Find());

        files[$"/home/me/.docker/contexts/tls/{Hash("a")}/docker/ca.pem"] = "";
        Assert.Equal(new CliEndpoint("tcp://box:2376", "a"), Find());
    }

    [Theory]
    [InlineData("""{"Host":"tcp://box:2376","SkipTLSVerify":true}""")]
    [InlineData("""{"Host":"ssh://box"}""")]
    public void A_context_of_TLS_or_SSH_is_left_to_the_program_docker(string docker)
    {
        variables["DOCKER_CONTEXT"] = "a";
        Context("a", docker);
        Assert.Equal("a", Assert.IsType<CliEndpoint>(Find()).Context);
    }

    [Fact]
    public void A_context_that_is_not_there_is_named()
    {
        variables["DOCKER_CONTEXT"] = "gone";
        Assert.Contains("no Docker context gone", Assert.Throws<EngineException>(Find).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    public void A_configuration_that_is_not_JSON_is_named(string text)
    {
        files["/home/me/.docker/config.json"] = text;
        Assert.StartsWith(
            "/home/me/.docker/config.json is not JSON", Assert.Throws<EngineException>(Find).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"currentContext":7}""")]
    [InlineData("""{"currentContext":""}""")]
    public void A_configuration_of_another_shape_says_nothing(string text)
    {
        files["/home/me/.docker/config.json"] = text;
        Assert.Equal(new UnixEndpoint("/var/run/docker.sock"), Find());
    }

    private EngineEndpoint Find() =>
        EndpointSearch.Find(
            new EngineEnvironment(variables.GetValueOrDefault, files.GetValueOrDefault, files.ContainsKey, "/home/me", windows));

    private void Context(string name, string docker, string folder = "/home/me/.docker") =>
        files[$"{folder}/contexts/meta/{Hash(name)}/meta.json"] =
            $$"""{"Name":"{{name}}","Metadata":{},"Endpoints":{ "docker": {{docker}} } }""";

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
