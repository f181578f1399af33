using FsCheck.Fluent;
using Repro.Images;

namespace Repro.Tests.Images;

public sealed class NativeLibrariesTests
{
    [Fact]
    public void ParseLdd_SeveralFiles_NamesEachLibraryOnce() => Assert.Equal(
        ["/lib/x86_64-linux-gnu/libz.so.1", "/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"],
        NativeLibraries.ParseLdd("""
            /usr/sbin/nginx:
            	linux-vdso.so.1 (0x00007f61ce809000)
            	libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f61ce504000)
            	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f61cde1e000)
            	/lib64/ld-linux-x86-64.so.2 (0x00007f61ce80b000)
            /opt/libcoreclrtraceptprovider.so:
            	linux-vdso.so.1 (0x00007f2de1f82000)
            	liblttng-ust.so.0 => not found
            	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f2de193e000)
            	/lib64/ld-linux-x86-64.so.2 (0x00007f2de1f84000)
            /bin/busybox:
            	not a dynamic executable
            /bin/static-pie:
            	statically linked

            """));

    [Fact]
    public void ParseLdd_Musl_NamesTheLoader() => Assert.Equal(
        ["/lib/ld-musl-x86_64.so.1", "/usr/lib/libstdc++.so.6"],
        NativeLibraries.ParseLdd(
            "\t/lib/ld-musl-x86_64.so.1 (0x7f5f0a000000)\n\tlibstdc++.so.6 => /usr/lib/libstdc++.so.6 (0x7f5f09d00000)\n"
            + "\tlibc.musl-x86_64.so.1 => /lib/ld-musl-x86_64.so.1 (0x7f5f0a000000)\n"));

    [Fact]
    public void ParseLdd_LoaderElsewhere_NamesBothOfItsPlaces() => Assert.Equal(
        ["/lib64/ld-linux-x86-64.so.2", "/nix/store/abc-glibc/lib64/ld-linux-x86-64.so.2"],
        NativeLibraries.ParseLdd("\t/lib64/ld-linux-x86-64.so.2 => /nix/store/abc-glibc/lib64/ld-linux-x86-64.so.2 (0x00007f1)\n"));

    [Fact]
    public void ParseLdd_WhatLddWrites_GivesItsPathsBack() => (
        from folder in Gen.Elements("/lib", "/usr/lib (0x)/a b", "/opt/=>/lib")
        from name in Gen.Elements("libc.so.6", "lib with spaces.so", "libstdc++.so.6")
        from address in Gen.Choose(0, int.MaxValue)
        select (Name: name, Path: $"{folder}/{name}", Address: address)).Listed(8).ForAll(libraries => Assert.Equal(
            libraries.Select(library => library.Path).Distinct(),
            NativeLibraries.ParseLdd(
                string.Concat(libraries.Select(library => $"\t{library.Name} => {library.Path} (0x{library.Address:x16})\n")))));
}
