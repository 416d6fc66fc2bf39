"""No way out, and no way to a neighbour."""
from __future__ import annotations

import os
import socket

from sandmle.sandbox.probes.registry import BAIT, Open, attempt, check


@attempt
def tcp_loopback() -> str:
    socket.create_connection(("127.0.0.1", BAIT["port"]), 1)
    return "connected"


@attempt
def tcp_ipv6() -> str:
    return str(socket.socket(socket.AF_INET6, socket.SOCK_STREAM))


@attempt
def udp() -> str:
    return str(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))


@attempt
def vsock() -> str:
    return str(socket.socket(40, socket.SOCK_STREAM))


@attempt
def netlink() -> str:
    return str(socket.socket(16, socket.SOCK_RAW))


@attempt
def packet_socket() -> str:
    return str(socket.socket(17, socket.SOCK_RAW))


@attempt
def crypto_socket() -> str:
    return str(socket.socket(38, socket.SOCK_SEQPACKET))


@attempt
def unix_socket_path() -> str:
    socket.socket(socket.AF_UNIX).connect(BAIT["socket"])
    return "connected"


@attempt
def unix_socket_abstract() -> str:
    socket.socket(socket.AF_UNIX).connect("\0" + BAIT["abstract"])
    return "connected"


@check
def interfaces() -> str:
    if not os.path.exists("/proc/net/dev"):
        return "no list of interfaces"
    with open("/proc/net/dev") as file:
        names = [line.split(":")[0].strip() for line in file if ":" in line]
    if [name for name in names if name != "lo"]:
        raise Open(f"interfaces {names}")
    return "loopback only"
