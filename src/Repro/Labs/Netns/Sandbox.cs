using System.Diagnostics;
using Repro.Linux;

namespace Repro.Labs.Netns;

/// <summary>
/// A private corner of the kernel in which this program runs once more, as its first process: user, network, mount and pid
/// namespaces of its own. When that process dies the kernel ends every process in it and drops every namespace, link and mount.
/// </summary>
public static class Sandbox
{
    /// <summary>The line that asks the program inside to stop and keep what it has.</summary>
    internal const string StopLine = "stop";

    private const string Marker = "REPRO_SANDBOX";

    // What a shell reports for a process that SIGINT ended.
    private const int InterruptedExitCode = 128 + 2;

    // Of a bug of ours (EX_SOFTWARE, sysexits.h).
    private const int BugExitCode = 70;

    // Added to the exit code of the program inside, so that it is told from unshare's and sh's own, and from those of a kill: unshare
    // 2.38 exits with 1 when its child was killed.
    private const int ExitCodeOffset = 64;

    private static readonly string[] Namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
    private static readonly string[] UserNamespace = ["--user", "--map-root-user"];

    // ip netns keeps its names in /run/netns, and ours go to a file system of our own there. Where there is no such folder, /run becomes
    // ours too, with all that was in it bound back to its place; /tmp holds it meanwhile.
    // The established hash is shared by all namespaces unless the parent says otherwise before they are made; a table of its own keeps
    // a host's samples cheap.
    private const string Prepare = """
        if [ ! -d /run/netns ]; then
          mount --rbind /run /tmp && mount -t tmpfs tmpfs /run && mkdir /run/netns || exit 1
          for old in /tmp/*; do
            new=/run/${old##*/}
            if [ -L "$old" ]; then cp -P "$old" "$new"
            elif [ -d "$old" ]; then mkdir -p "$new" && mount --rbind "$old" "$new"
            elif [ -e "$old" ]; then : >"$new" && mount --bind "$old" "$new"; fi
          done 2>/dev/null
          umount -l /tmp
        fi
        mount -t tmpfs tmpfs /run/netns || exit 1
        if [ -e /proc/sys/net/ipv4/tcp_child_ehash_entries ]; then echo 32768 >/proc/sys/net/ipv4/tcp_child_ehash_entries; fi
        """;

    /// <summary>Whether this process is the first one inside.</summary>
    public static bool IsInside => Environment.ProcessId == 1 && Environment.GetEnvironmentVariable(Marker) == "1";

    /// <summary>Runs this program inside, with the same arguments, and returns its exit code.</summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="hear">Takes the lines that it writes to its feed, on a thread of its own; null where nobody listens.</param>
    /// <param name="cancellationToken">Asks it to stop; it still ends by itself.</param>
    /// <exception cref="ReproException">The kernel, or a missing tool, does not allow it.</exception>
    public static async Task<int> RunInsideAsync(IReadOnlyList<string> arguments, Action<string>? hear, CancellationToken cancellationToken)
    {
        var options = await ProbeAsync(cancellationToken);
        Launcher.Follow(cancellationToken);
        // A closed terminal hangs up on all of its processes; unshare would die of it, and take the program inside along.
        string[] inside = [.. options, "sh", "-c", Prepare + "\nexec \"$@\"", "sh", .. ThisProgram.Command, .. arguments];
        var start = new ProcessStartInfo("sh", ["-c", "trap '' HUP; exec unshare \"$@\"", "sh", .. inside])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment[Marker] = "1";
        using var feed = hear is null ? null : new SandboxFeed(hear);
        feed?.AddTo(start.Environment);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("sh did not start");
        feed?.Listen();

        // The pipe ties the two: the program inside stops at a line, and dies when the pipe closes, as it does however this one ends.
        await using var stop = cancellationToken.Register(() => process.StandardInput.WriteLine(StopLine));
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode switch
        {
            0 => 0,
            var code when code - ExitCodeOffset is (> 0 and < ExitCodeOffset) or InterruptedExitCode or BugExitCode =>
                code - ExitCodeOffset,
            var code => throw new ReproException(
                FailureKind.NoLab,
                $"The sandbox ended before the run did (exit code {code}): somebody killed it, or the kernel did for want of memory.",
                "Run it again, with fewer cases side by side (--parallel 1) if memory is short; what was recorded so far can be reported."),
        };
    }

    /// <summary>The exit code that the program ends with: as it is outside, marked as the program's own inside.</summary>
    public static int MarkExitCode(int code) => IsInside && code != 0 ? code + ExitCodeOffset : code;

    /// <summary>
    /// Inside, before anything is started that could inherit it: where lines for the program outside go; null where nobody listens.
    /// </summary>
    public static TextWriter? OpenFeed() => IsInside ? SandboxFeed.Open() : null;

    /// <summary>Inside: stops when the program outside says so, and ends with it, however that ends.</summary>
    /// <param name="stop">Called when the program is asked to stop.</param>
    public static void EndWithParent(Action stop)
    {
        var thread = new Thread(() =>
        {
            while (Console.In.ReadLine() is { } line)
            {
                if (line == StopLine)
                {
                    stop();
                }
            }

            // Nobody is left to tell: the first process ends at once, and the kernel clears the rest away.
            ImmediateExit.Now(ImmediateExit.Killed);
        })
        {
            IsBackground = true,
            Name = "parent",
        };
        thread.Start();
    }

    /// <summary>Whether what <see cref="ProbeAsync"/> found is a user namespace: whoever has none is root.</summary>
    internal static bool HasUserNamespace(IReadOnlyList<string> options) => options.Contains(UserNamespace[0]);

    /// <summary>Finds out how this machine lets the program have a sandbox: the options for unshare.</summary>
    /// <exception cref="ReproException">It doesn't.</exception>
    internal static async Task<IReadOnlyList<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new ReproException(FailureKind.NoLab, "The netns lab needs Linux.", "Run it on a Linux machine or virtual machine.");
        }

        if (Tool.Refusal() is { } missing)
        {
            throw missing;
        }

        var refusal = "";
        // Root needs no user namespace, which matters where those are forbidden.
        foreach (var user in Environment.IsPrivilegedProcess ? new[] { UserNamespace, [] } : [UserNamespace])
        {
            string[] options = [.. user, .. Namespaces];
            var (exitCode, _, errors) = await Subprocess.RunAsync(
                "unshare", [.. options, "sh", "-c", Prepare + "\nip netns add probe"], "", cancellationToken);
            if (exitCode == 0)
            {
                return options;
            }

            refusal = errors;
        }

        throw new ReproException(
            FailureKind.NoLab,
            $"This machine does not let {Environment.UserName} make namespaces: {refusal}",
            NamespaceRemedy.Of(refusal, Remedy()));
    }

    private static string Remedy()
    {
        var ways = new List<string>();
        if (Read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1")
        {
            ways.Add("AppArmor forbids it; allow it with: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0");
        }

        if (Read("/proc/sys/kernel/unprivileged_userns_clone") == "0")
        {
            ways.Add("the kernel was told not to; allow it with: sudo sysctl kernel.unprivileged_userns_clone=1");
        }

        if (Read("/proc/sys/user/max_user_namespaces") == "0")
        {
            ways.Add("the number of user namespaces is limited to none; allow it with: sudo sysctl user.max_user_namespaces=10000");
        }

        if (ways.Count == 0)
        {
            ways.Add("a chroot or a container may forbid it: run it outside");
        }

        ways.Add(Environment.IsPrivilegedProcess
            ? "in a container, start it with --privileged, or with CAP_SYS_ADMIN and CAP_NET_ADMIN and without a seccomp profile"
            : "or run the same command as root (sudo)");
        var text = string.Join("; ", ways) + ".";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : null;
}
