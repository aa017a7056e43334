"""Takes away from the calling process everything that decoding does not need. Standard library only.

After `confine` the process can read and write the descriptors that it holds, take memory and start threads of its own.
It cannot open a file, make a socket, start a program or look at another process: these system calls fail with EPERM,
by a seccomp filter that needs no privilege (seccomp(2), `PR_SET_NO_NEW_PRIVS`). The filter names what is allowed, so
that what a newer kernel adds is not.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2

ARCH_X86_64 = 0xC000003E
X32_BIT = 0x40000000
ALLOW = 0x7FFF0000
KILL = 0x80000000
FAIL = 0x00050000

LOAD = 0x20
JUMP_EQUAL = 0x15
JUMP_AT_LEAST = 0x35
JUMP_ANY_BIT = 0x45
RETURN = 0x06

OFFSET_NUMBER = 0
OFFSET_ARCH = 4
OFFSET_FIRST_ARGUMENT = 16

CLONE = 56
CLONE3 = 435
CLONE_THREAD = 0x00010000

# Numbers of x86_64 (asm/unistd_64.h).
ALLOWED = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
    "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pread64": 17, "readv": 19, "writev": 20,
    "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60, "getrusage": 98,
    "sysinfo": 99, "sigaltstack": 131, "gettid": 186, "futex": 202, "sched_getaffinity": 204, "set_tid_address": 218,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "tgkill": 234,
    "set_robust_list": 273, "getrandom": 318, "membarrier": 324, "rseq": 334, "futex_waitv": 449,
}  # fmt: skip


class ConfinementError(Exception):
    """The machine cannot confine the process; nothing may be decoded then."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _instruction(code: int, value: int, when_true: int = 0, when_false: int = 0) -> bytes:
    return struct.pack("<HBBI", code, when_true, when_false, value)


def filter_program() -> bytes:
    """Give the BPF program: allowed calls pass, others fail with EPERM, another architecture ends the process."""
    denied = _instruction(RETURN, FAIL | errno.EPERM)
    allowed = _instruction(RETURN, ALLOW)
    program = [
        _instruction(LOAD, OFFSET_ARCH),
        _instruction(JUMP_EQUAL, ARCH_X86_64, when_true=1),
        _instruction(RETURN, KILL),
        _instruction(LOAD, OFFSET_NUMBER),
        _instruction(JUMP_AT_LEAST, X32_BIT, when_false=1),
        denied,
        # glibc falls back to clone, whose flags can be checked, when clone3 does not exist.
        _instruction(JUMP_EQUAL, CLONE3, when_false=1),
        _instruction(RETURN, FAIL | errno.ENOSYS),
        _instruction(JUMP_EQUAL, CLONE, when_false=4),
        _instruction(LOAD, OFFSET_FIRST_ARGUMENT),
        _instruction(JUMP_ANY_BIT, CLONE_THREAD, when_false=1),
        allowed,
        denied,
    ]
    for number in sorted(ALLOWED.values()):
        program += [_instruction(JUMP_EQUAL, number, when_false=1), allowed]
    return b"".join([*program, denied])


def _prctl(operation: int, *arguments: int | ctypes.c_void_p) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    padded = [*arguments, *(0 for _ in range(4 - len(arguments)))]
    values = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in padded]
    if library.prctl(ctypes.c_int(operation), *values) != 0:
        raise ConfinementError(f"prctl({operation}) failed: {os.strerror(ctypes.get_errno())}")


def die_with(parent: int) -> None:
    """Have the kernel end this process when `parent` ends; end it now when it has ended already."""
    _prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        raise ConfinementError("the parent process has ended")


def limit_resources(memory_bytes: int, cpu_seconds: int) -> None:
    """Bound address space and processor time; allow no file growth, no core dump and no further descriptor.

    Processes are bounded by the filter (it lets only threads be started); RLIMIT_NPROC counts every process of the
    user and so cannot be set low.
    """
    bounds = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 3,
    }
    for kind, bound in bounds.items():
        _, hard = resource.getrlimit(kind)
        value = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (value, value))


def filter_system_calls() -> None:
    """Install the seccomp filter, for good. Call it while the process has one thread.

    Raises `ConfinementError` on a machine that is not x86_64 or a kernel without seccomp.
    """
    if platform.machine() != "x86_64":
        raise ConfinementError(f"no system call table for {platform.machine()}")
    program = filter_program()
    header = _Program(len(program) // 8, program)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.cast(ctypes.byref(header), ctypes.c_void_p))


def confine(parent: int, memory_bytes: int, cpu_seconds: int) -> None:
    """Apply all of the above to this process. Raises `ConfinementError` where that fails."""
    die_with(parent)
    limit_resources(memory_bytes, cpu_seconds)
    filter_system_calls()
