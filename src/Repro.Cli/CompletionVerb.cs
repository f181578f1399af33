using System.CommandLine;

namespace Repro.Cli;

/// <summary>
/// <c>repro completion</c>: a script by which a shell completes this program's words. It asks the program itself, by the directive
/// <c>[suggest]</c>, so that it knows what the program does.
/// </summary>
internal static class CompletionVerb
{
    private const string Bash = """
        # Completion of repro for bash: source <(repro completion bash)
        _repro() {
            local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]}
            local typed=${line#*[[:space:]]} before
            [[ $line == *[[:space:]]* ]] || typed=
            mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" "[suggest:${#typed}]" "$typed" 2>/dev/null)
            # Readline takes what follows the last = or : for a word of its own; the program does not.
            before=${typed##*[[:space:]]}
            before=${before%"$word"}
            [[ $word == [=:] ]] && word=
            local -a kept=()
            local item
            for item in "${COMPREPLY[@]}"; do
                item=${item#"$before"}
                [[ $item == "$word"* ]] && kept+=("$item")
            done
            COMPREPLY=("${kept[@]}")
            [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]] && compopt -o nospace
            return 0
        }
        complete -o bashdefault -o default -F _repro repro

        """;

    private const string Zsh = """
        #compdef repro
        # Completion of repro for zsh: source <(repro completion zsh), or save it as _repro in a folder of $fpath
        _repro() {
            local typed="${(j: :)words[2,CURRENT]}"
            local -a items folders plain
            items=("${(@f)$("${words[1]}" "[suggest:${#typed}]" "$typed" 2>/dev/null)}")
            items=("${(@)items:#}")
            folders=("${(@M)items:#*/}")
            plain=("${(@)items:#*/}")
            (( ${#plain} )) && compadd -- "${plain[@]}"
            (( ${#folders} )) && compadd -S '' -- "${folders[@]}"
            (( ${#items} )) || _files
        }
        if [[ ${funcstack[1]} == _repro ]]; then _repro "$@"; else compdef _repro repro; fi

        """;

    private const string Fish = """
        # Completion of repro for fish: repro completion fish | source, or save it as ~/.config/fish/completions/repro.fish
        function __repro_complete
            set -l words (commandline -opc) (commandline -ct)
            set -l typed (string join ' ' -- $words[2..-1])
            set -l items ($words[1] "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null)
            if test (count $items) -gt 0
                string join \n -- $items
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c repro -f -a '(__repro_complete)'

        """;

    /// <summary>The shells that there are scripts for, with theirs.</summary>
    public static IReadOnlyDictionary<string, string> Scripts { get; } =
        new SortedDictionary<string, string>(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints a script by which a shell completes verbs, options, files, cases and names.")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            Console.Write(Scripts[parsed.GetRequiredValue(shell)]);
            return ExitCode.Ok;
        });
        return command;
    }
}
