"""Which addresses we open connections to: judged at the socket, after resolution, every hop.

The list of what `ipaddress.is_global` gets wrong is from our own trials on Python 3.11 and 3.13
(2026-11): multicast, NAT64, IPv4-compatible, site-local and 6to4 addresses pass there.
"""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from antiphon.connect.errors import FixSetup

Ip = IPv4Address | IPv6Address

_NEVER: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "168.63.129.16/32",
                 "100.100.100.200/32", "192.0.0.192/32")
)  # fmt: skip
"""Link-local and the metadata services of clouds: refused whatever the operator listed."""

_NOT_PUBLIC: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in ("192.88.99.0/24", "192.0.0.0/24", "224.0.0.0/4", "240.0.0.0/4", "ff00::/8",
                 "fec0::/10", "::/96", "100::/64", "64:ff9b:1::/48")
)  # fmt: skip

_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")


class NotPublicError(FixSetup):
    """The address belongs to a private or special network; nothing was sent."""


class TooLateError(OSError):
    """The deadline passed before these bytes were written; they did not leave."""


def _inside(ip: Ip) -> Iterator[Ip]:
    """The address itself and every address that it only wraps."""
    yield ip
    if isinstance(ip, IPv4Address):
        return
    wrapped = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64 or ip in _COMPATIBLE:
        wrapped.append(IPv4Address(int(ip) & 0xFFFF_FFFF))
    yield from (inner for inner in wrapped if inner)


def is_public(ip: Ip) -> bool:
    """Whether everything that this address means is reachable by the whole internet."""
    return all(
        one.is_global
        and not one.is_multicast
        and not any(one in net for net in (*_NOT_PUBLIC, *_NEVER) if net.version == one.version)
        for one in _inside(ip)
    )


def is_forbidden(ip: Ip) -> bool:
    """Whether no list of the operator may open this address."""
    return any(one in net for one in _inside(ip) for net in _NEVER if net.version == one.version)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What the operator allows besides the public internet."""

    allow_private: bool = False
    listed: frozenset[str] = field(default_factory=frozenset)
    """Exact `host:port` pairs."""

    def trusts(self, host: str, port: int) -> bool:
        """Whether the operator listed this very host and port, or all private networks."""
        return self.allow_private or f"{host.strip('[]').lower()}:{port}" in self.listed

    def allows_port(self, host: str, port: int) -> bool:
        """Whether the port is one of the web's, or listed."""
        return port in {80, 443} or self.trusts(host, port)


class GuardedSocket(socket.socket):
    """A socket that asks the time before every write.

    `CLOCK_BOOTTIME` goes on while a machine sleeps or the process is stopped, so nothing leaves
    late after a laptop's lid was closed in the middle of a request.
    """

    deadline: float | None = None
    lease: Callable[[], float] | None = None
    written: int = 0

    def insist_on_time(self) -> None:
        """Raise when nothing may leave any more."""
        moment = now()
        if self.deadline is not None and moment > self.deadline:
            raise TooLateError("the deadline passed before the request left")
        if self.lease is not None and moment > self.lease():
            raise TooLateError("the right to send ended before the request left")

    def send(self, data, flags=0, /):  # type: ignore[no-untyped-def]
        """Write, unless it is too late."""
        self.insist_on_time()
        sent = super().send(data, flags)
        self.written += sent
        return sent

    def sendmsg(self, *args):  # type: ignore[no-untyped-def]
        """Write many, unless it is too late."""
        self.insist_on_time()
        sent = super().sendmsg(*args)
        self.written += sent
        return sent


def now() -> float:
    """Seconds of the clock that never stands still and never steps."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


AddressInfo = tuple[int, int, int, str, tuple[object, ...]]


def socket_for_all(info: AddressInfo) -> socket.socket:
    """A socket to a public address; refuses every other."""
    if not is_public(_address(info)):
        raise NotPublicError(_REFUSED)
    return GuardedSocket(info[0], info[1], info[2])


def socket_for_listed(info: AddressInfo) -> socket.socket:
    """A socket to what the operator listed; still never to link-local and metadata."""
    if is_forbidden(_address(info)):
        raise NotPublicError(_REFUSED)
    return GuardedSocket(info[0], info[1], info[2])


def _address(info: AddressInfo) -> Ip:
    return ip_address(str(info[4][0]).partition("%")[0])


_REFUSED = (
    "That address is not public, so nothing was sent. If the server is your own, add its "
    "host:port to ANTIPHON_PRIVATE_HOSTS."
)
