using System.Diagnostics;
using Repro.Tests;

namespace Repro.LabTests;

/// <summary>The shells themselves, with the scripts that the program prints.</summary>
public sealed class CompletionTests
{
    // As readline hands a line over: words apart by white space, and by what COMP_WORDBREAKS has besides.
    private const string Bash = """
        source <(repro completion bash)
        line=$1
        COMP_LINE=$line COMP_POINT=${#line}
        mapfile -t COMP_WORDS < <(grep -oE '[=:]|[^[:space:]=:]+' <<< "$line")
        case $line in *[[:space:]]) COMP_WORDS+=("");; esac
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        compopt() { :; }
        _repro
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private const string Zsh = """
        compdef() { :; }
        compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -l -- "$@"; }
        _files() { :; }
        source <(repro completion zsh)
        words=(${(z)1})
        [[ $1 == *' ' ]] && words+=('')
        CURRENT=${#words}
        _repro
        """;

    private const string Fish = "repro completion fish | source; complete -C $argv[1]";

    public static TheoryData<string, string, string> Lines
    {
        get
        {
            var lines = new TheoryData<string, string, string>();
            foreach (var shell in new[] { "bash", "zsh", "fish" })
            {
                lines.Add(shell, "repro val", "validate");
                lines.Add(shell, "repro lab pr", "proxy prune");
                lines.Add(shell, "repro run --lab ", "docker netns");
                lines.Add(shell, "repro run scenarios/qui", "scenarios/quick.yaml");
                lines.Add(shell, "repro run scenarios/quick.yaml --case tw", "tw-reuse@500");
                lines.Add(shell, "repro mitigations tw-reuse-f", "tw-reuse-fast");
                lines.Add(shell, "repro report results/ex", "results/example/");
                lines.Add(shell, "repro validate --js", "--json");
            }

            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_shell_completes_what_the_program_knows(string shell, string line, string words)
    {
        Requirement.Shell(shell);
        string[] arguments = shell switch
        {
            "bash" => ["--norc", "-c", Bash, "bash", line],
            "zsh" => ["-f", "-c", Zsh, "zsh", line],
            _ => ["--no-config", "-c", Fish, line],
        };
        var start = new ProcessStartInfo(shell, arguments)
        {
            WorkingDirectory = RepositoryRoot.PathOf("."),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Program.Path)}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal("", await errors);
        Assert.Equal(words, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }
}
