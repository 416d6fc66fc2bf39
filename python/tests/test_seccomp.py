"""The seccomp program, run by a small interpreter of classic BPF: what each system call gets, on both machines."""
from __future__ import annotations

import errno
import os
import struct
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from sandmle.sandbox import seccomp
from sandmle.sandbox.syscall_numbers import NUMBERS

CLONE_NEWUSER, CLONE_PARENT, SIGCHLD = 0x10000000, 0x8000, 17
TIOCSTI, TIOCLINUX, TCGETS = 0x5412, 0x541C, 0x5401
DENIED = (
    "ptrace", "process_vm_readv", "process_vm_writev", "mount", "umount2", "pivot_root", "chroot", "setns", "bpf",
    "perf_event_open", "keyctl", "add_key", "kexec_load", "init_module", "open_by_handle_at", "shmget", "msgget",
    "semget", "mq_open", "clock_settime", "sethostname", "unshare", "connect", "bind", "sendmsg", "io_setup",
    "inotify_init1", "fanotify_init", "seccomp",
)


def decide(program: bytes, arch: int, number: int, *arguments: int) -> int:
    """The verdict of the filter for one call. Reads past the program or outside the data are errors."""
    words = [*arguments, *([0] * (6 - len(arguments)))]
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, arch, 0, *words)
    code = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    accumulator, at = 0, 0
    while True:
        operation, if_true, if_false, value = code[at]
        at += 1
        if operation == seccomp.LOAD_WORD:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif operation == seccomp.AND:
            accumulator &= value
        elif operation == seccomp.RETURN:
            return value
        else:
            held = {
                seccomp.JUMP_EQUAL: accumulator == value,
                seccomp.JUMP_GREATER_EQUAL: accumulator >= value,
                seccomp.JUMP_SET: bool(accumulator & value),
            }[operation]
            at += if_true if held else if_false


def failing(code: int) -> int:
    return seccomp.ERRNO | code


EPERM = failing(errno.EPERM)


class Policy(unittest.TestCase):
    def each(self, budgets=(True, False)):
        """A function for each machine and policy: the verdict on a call by name."""
        for machine, numbers in NUMBERS.items():
            for kept in budgets:
                with self.subTest(machine, budgets=kept):
                    program = seccomp.build(kept, machine)
                    arch = seccomp.AUDIT_ARCH[machine]
                    yield numbers, lambda name, *call, p=program, a=arch, n=numbers: decide(p, a, n[name], *call)

    def test_what_is_not_listed_fails(self) -> None:
        listed = {*seccomp.ALLOWED, *seccomp._filtered(True), *seccomp.MISSING, *seccomp.NO_ATTRIBUTES}
        for machine, numbers in NUMBERS.items():
            program, arch = seccomp.build(True, machine), seccomp.AUDIT_ARCH[machine]
            known = {number for name, number in numbers.items() if name in listed}
            for number in range(600):
                if number not in known:
                    wanted = errno.EPERM if number < seccomp.FIRST_NEW_CALL else errno.ENOSYS
                    self.assertEqual(decide(program, arch, number), failing(wanted), f"{machine} {number}")

    def test_no_program_takes_its_limit_of_cores_away(self) -> None:
        cores, files, high = 4, 7, 1 << 32
        for _, verdict in self.each():
            self.assertEqual(verdict("setrlimit", cores, 1), seccomp.GRANTED)
            self.assertEqual(verdict("setrlimit", files, 1), seccomp.ALLOW)
            self.assertEqual(verdict("prlimit64", 0, cores, 1), seccomp.GRANTED)
            self.assertEqual(verdict("prlimit64", 0, cores, high), seccomp.GRANTED)
            self.assertEqual(verdict("prlimit64", 0, cores, 0, 1), seccomp.ALLOW)
            self.assertEqual(verdict("prlimit64", 0, files, 1), seccomp.ALLOW)
            self.assertEqual(verdict("prlimit64", 1, cores, 0, 1), EPERM)

    def test_every_denied_call_fails(self) -> None:
        for _, verdict in self.each():
            for name in DENIED:
                self.assertEqual(verdict(name), EPERM, name)
            for name in seccomp.MISSING:
                self.assertEqual(verdict(name), failing(errno.ENOSYS), name)
            self.assertEqual(verdict("listxattr"), failing(errno.EOPNOTSUPP))

    def test_ordinary_calls_pass(self) -> None:
        for numbers, verdict in self.each():
            for name in ("read", "write", "close", "openat", "execve", "exit", "exit_group", "wait4", "futex", "brk"):
                self.assertEqual(verdict(name), seccomp.ALLOW, name)

    def test_no_socket_of_any_family(self) -> None:
        for _, verdict in self.each():
            for family in (1, 2, 10, 16, 17, 38, 40):
                self.assertEqual(verdict("socket", family), failing(errno.EAFNOSUPPORT))

    def test_only_local_socket_pairs_and_only_where_their_buffers_are_counted(self) -> None:
        for budgets, wanted in ((True, seccomp.ALLOW), (False, EPERM)):
            for _, verdict in self.each((budgets,)):
                self.assertEqual(verdict("socketpair", seccomp.AF_UNIX), wanted)
                self.assertEqual(verdict("socketpair", 2), failing(errno.EAFNOSUPPORT))

    def test_no_address_in_a_message(self) -> None:
        for _, verdict in self.each():
            self.assertEqual(verdict("sendto", 3, 4096, 1, 0, 0), seccomp.ALLOW)
            for address in (4096, 1 << 40):
                self.assertEqual(verdict("sendto", 3, 4096, 1, 0, address), EPERM)

    def test_forks_and_threads_but_no_other_flag_word(self) -> None:
        for _, verdict in self.each():
            for flags in seccomp.CLONE_FLAGS:
                self.assertEqual(verdict("clone", flags), seccomp.ALLOW)
                for bit in range(32):
                    other = flags ^ (1 << bit)
                    if other not in seccomp.CLONE_FLAGS:
                        self.assertEqual(verdict("clone", other), EPERM, hex(other))
            for flags in (CLONE_NEWUSER | SIGCHLD, CLONE_PARENT | SIGCHLD, CLONE_PARENT, 0):
                self.assertEqual(verdict("clone", flags), EPERM)

    def test_shared_anonymous_memory_only_where_it_is_counted(self) -> None:
        shared, private, of_a_file = 0x21, 0x22, 0x01
        for budgets, wanted in ((True, seccomp.ALLOW), (False, EPERM)):
            for _, verdict in self.each((budgets,)):
                self.assertEqual(verdict("mmap", 0, 4096, 3, shared), wanted)
                self.assertEqual(verdict("mmap", 0, 4096, 3, shared | 2), wanted)
                for flags in (private, of_a_file):
                    self.assertEqual(verdict("mmap", 0, 4096, 3, flags), seccomp.ALLOW)
                self.assertEqual(verdict("mmap", 0, 4096, 3, private | seccomp.MAP_HUGETLB), EPERM)

    def test_other_processes_are_out_of_reach(self) -> None:
        for _, verdict in self.each():
            for name in ("prlimit64", "sched_setaffinity"):
                self.assertEqual((verdict(name, 0), verdict(name, 1)), (seccomp.ALLOW, EPERM), name)
            for name in ("getpriority", "setpriority"):
                self.assertEqual(verdict(name, 0, 0), seccomp.ALLOW)
                for which, who in ((0, 1), (1, 0), (2, 0), (2, 1)):
                    self.assertEqual(verdict(name, which, who), EPERM)

    def test_locks_are_granted_without_effect(self) -> None:
        for _, verdict in self.each():
            self.assertEqual(verdict("flock", 3, 2), seccomp.GRANTED)
            for command in seccomp.FCNTL_LOCKS:
                self.assertEqual(verdict("fcntl", 3, command), seccomp.GRANTED)
            # Leases, notifications, owners and signals of descriptors, sizes of pipes.
            for command in (8, 10, 1024, 1026, 1031, 1033):
                self.assertEqual(verdict("fcntl", 3, command), EPERM)

    def test_no_typing_into_a_terminal(self) -> None:
        for _, verdict in self.each():
            for request in (TIOCSTI, TIOCLINUX):
                self.assertEqual(verdict("ioctl", 0, request), EPERM)
            self.assertEqual(verdict("ioctl", 0, TCGETS), seccomp.ALLOW)

    def test_foreign_architectures_are_killed(self) -> None:
        for machine, arch in seccomp.AUDIT_ARCH.items():
            program = seccomp.build(True, machine)
            self.assertEqual(decide(program, 0x40000003, 0), seccomp.KILL_PROCESS)
            self.assertEqual(decide(program, arch, seccomp.X32_BIT | 39), seccomp.KILL_PROCESS)

    def test_an_unknown_machine_is_an_error(self) -> None:
        with self.assertRaises(KeyError):
            seccomp.build(True, "m68k")

    def test_fits_the_kernel(self) -> None:
        for machine in NUMBERS:
            self.assertLessEqual(len(seccomp.build(True, machine)) // 8, 4096)


if __name__ == "__main__":
    unittest.main()
