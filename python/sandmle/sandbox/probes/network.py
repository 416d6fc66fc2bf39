"""No way out, and no way to a neighbour."""
from __future__ import annotations

import socket

from sandmle.sandbox.probes.registry import BAIT, attempt


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


@attempt
def name_for_a_pair() -> str:
    """A socket of a pair is still a socket: it must not get a name by which another cell could reach it."""
    first, _ = socket.socketpair()
    first.bind("\0sandmle-probe")
    return "bound"


@attempt
def datagram_to_a_name() -> str:
    first, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    return str(first.sendto(b"x", "\0" + BAIT["abstract"]))


@attempt
def descriptor_in_a_message() -> str:
    first, _ = socket.socketpair()
    return str(socket.send_fds(first, [b"x"], [0]))
