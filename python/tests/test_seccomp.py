"""The seccomp program, run by a small interpreter of classic BPF: what each system call gets, on both machines."""
from __future__ import annotations

import errno
import os
import struct
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from sandmle.sandbox import seccomp

CLONE_THREAD_FLAGS = 0x3D0F00
CLONE_NEWUSER = 0x10000000


def decide(program: bytes, arch: int, number: int, first: int = 0, second: int = 0) -> int:
    """The verdict of the filter for one call. Reads past the program or outside the data are errors."""
    data = struct.pack("<IIQQQ", number & 0xFFFFFFFF, arch, 0, first, second)
    code = [struct.unpack_from("<HBBI", program, at) for at in range(0, len(program), 8)]
    accumulator, at = 0, 0
    while True:
        operation, if_true, if_false, value = code[at]
        at += 1
        if operation == seccomp.LOAD_WORD:
            (accumulator,) = struct.unpack_from("<I", data, value)
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


class Policy(unittest.TestCase):
    def each(self):
        for machine, table in seccomp.ARCHITECTURES.items():
            with self.subTest(machine):
                program = seccomp.build(machine)
                yield table, lambda *call, p=program, t=table: decide(p, t["audit"], *call)

    def test_every_denied_call_fails(self) -> None:
        for table, verdict in self.each():
            for name, number in {**table["denied"], **seccomp.COMMON_DENIED}.items():
                self.assertEqual(verdict(number), failing(errno.EPERM), name)
            for name, number in {**table["missing"], **seccomp.COMMON_MISSING}.items():
                self.assertEqual(verdict(number), failing(errno.ENOSYS), name)

    def test_ordinary_calls_pass(self) -> None:
        ordinary = {"x86_64": (0, 1, 3, 9, 12, 59, 60, 61, 231, 257), "aarch64": (63, 64, 57, 222, 214, 221, 93, 260)}
        for machine, numbers in ordinary.items():
            program = seccomp.build(machine)
            for number in numbers:
                got = decide(program, seccomp.ARCHITECTURES[machine]["audit"], number)
                self.assertEqual(got, seccomp.ALLOW, f"{machine} {number}")

    def test_no_socket_of_any_family(self) -> None:
        for table, verdict in self.each():
            for family in (1, 2, 10, 16, 17, 38, 40):
                self.assertEqual(verdict(table["socket"], family), failing(errno.EAFNOSUPPORT))

    def test_only_local_socket_pairs(self) -> None:
        for table, verdict in self.each():
            self.assertEqual(verdict(table["socketpair"], seccomp.AF_UNIX), seccomp.ALLOW)
            self.assertEqual(verdict(table["socketpair"], 2), failing(errno.EAFNOSUPPORT))

    def test_threads_but_no_namespaces(self) -> None:
        for table, verdict in self.each():
            self.assertEqual(verdict(table["clone"], CLONE_THREAD_FLAGS), seccomp.ALLOW)
            self.assertEqual(verdict(table["clone"], CLONE_NEWUSER | 17), failing(errno.EPERM))

    def test_no_typing_into_a_terminal(self) -> None:
        for table, verdict in self.each():
            for request in (seccomp.TIOCSTI, seccomp.TIOCLINUX):
                self.assertEqual(verdict(table["ioctl"], 0, request), failing(errno.EPERM))
            self.assertEqual(verdict(table["ioctl"], 0, 0x5401), seccomp.ALLOW)

    def test_foreign_architectures_are_killed(self) -> None:
        for machine in seccomp.ARCHITECTURES:
            program = seccomp.build(machine)
            self.assertEqual(decide(program, 0x40000003, 0), seccomp.KILL_PROCESS)
            own = seccomp.ARCHITECTURES[machine]["audit"]
            self.assertEqual(decide(program, own, seccomp.X32_BIT | 39), seccomp.KILL_PROCESS)

    def test_an_unknown_machine_is_an_error(self) -> None:
        with self.assertRaises(KeyError):
            seccomp.build("m68k")

    def test_fits_the_kernel(self) -> None:
        for machine in seccomp.ARCHITECTURES:
            self.assertLessEqual(len(seccomp.build(machine)) // 8, 4096)


if __name__ == "__main__":
    unittest.main()
