"""Flushes of `hall bench`: the raw append+fdatasync rate of a disk, and a way to slow every flush down to a real one's.

`--flush-ms N` puts a few lines of C between the programs and the C library: fsync and fdatasync do their work, then
wait N ms. The controllers get it by LD_PRELOAD, the raw loop calls the same function; it is compiled on the spot.
"""

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>
static int slow(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const char *text = getenv("HALL_BENCH_FLUSH_MS");
    double ms = text ? atof(text) : 0;
    struct timespec wait = {(time_t)(ms / 1000), (long)((ms - 1000 * (long)(ms / 1000)) * 1e6)};
    int done = real(file), trouble = errno;
    while (ms > 0 && nanosleep(&wait, &wait) && errno == EINTR) {}
    errno = trouble;
    return done;
}
int fsync(int file) { return slow("fsync", file); }
int fdatasync(int file) { return slow("fdatasync", file); }
"""
BODY = 400  # bytes of one append: about one event


class NotHere(Exception):
    """Flushes cannot be slowed down on this machine; the words say why."""


class Flush:
    """`environment` is for the controllers; `flush` is what they call, for the raw loop."""

    def __init__(self, ms: float = 0, folder: Path | None = None) -> None:
        """With `ms` > 0 the shim is compiled into `folder`. Raises NotHere."""
        self.ms = ms
        self.environment: Mapping[str, str] = {}
        self.flush: Callable[[int], object] = os.fdatasync
        if ms <= 0 or folder is None:
            return
        compiler = shutil.which("cc")
        if compiler is None:
            raise NotHere("--flush-ms needs a C compiler, and there is no cc here")
        library = (folder / "flush.so").absolute()
        command = [compiler, "-shared", "-fPIC", "-O1", "-x", "c", "-", "-o", str(library), "-ldl"]
        made = subprocess.run(command, input=SOURCE, capture_output=True, text=True, check=False)
        if made.returncode:
            raise NotHere(f"--flush-ms: cc could not make the shim: {made.stderr.strip()[:300]}")
        os.environ["HALL_BENCH_FLUSH_MS"] = f"{ms:g}"  # the raw loop's own flush reads it too
        self.environment = {"LD_PRELOAD": str(library)}
        self.flush = ctypes.CDLL(str(library), use_errno=True).fdatasync

    def raw(self, path: Path, seconds: float) -> float:
        """Appends of one event's size, each made durable by itself, per second."""
        data = os.urandom(BODY)
        file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        flush = self.flush
        count = 0
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            os.write(file, data)
            flush(file)
            count += 1
        passed = time.perf_counter() - began
        os.close(file)
        return count / passed
