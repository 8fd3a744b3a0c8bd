"""Which addresses may be called. A server that fetches what strangers name must not reach its own network.

Python's `is_global` calls seven kinds of address global that lead inward or nowhere; they are refused here:

>>> [is_public(text) for text in ("64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "224.0.0.1", "192.0.0.192")]
[False, False, False, False, False]
>>> is_public("fec0::1"), is_public("64:ff9b:1::1"), is_public("127.0.0.1"), is_public("93.184.215.14")
(False, False, False, True)
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tocsin.errors import FetchFailed, FetchRefused

#: `is_global` is wrong, or right only of the wrapping and not of what is inside
_NEVER = tuple(
    map(
        ip_network,
        (
            "64:ff9b::/96",  # NAT64 (RFC 6052): any IPv4 address inside
            "64:ff9b:1::/48",  # NAT64 for local use (RFC 8215)
            "2002::/16",  # 6to4 (RFC 3056): any IPv4 address inside
            "2001::/32",  # Teredo (RFC 4380): any IPv4 address inside
            "::/96",  # IPv4-compatible (RFC 4291): any IPv4 address inside
            "::ffff:0:0:0/96",  # IPv4-translated (RFC 2765): any IPv4 address inside
            "fec0::/10",  # site-local (RFC 3879)
            "192.0.0.0/24",  # protocol assignments, 192.0.0.192 among them (RFC 6890)
            "192.88.99.0/24",  # 6to4 relays, withdrawn (RFC 7526)
        ),
    )
)


def is_public(text: str) -> bool:
    """Whether a numeric address leads to the public internet. An IPv4 address mapped into IPv6 is judged itself."""
    if "%" in text:  # a zone names an interface of this machine
        return False
    try:
        address: IPv4Address | IPv6Address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_multicast or not address.is_global:
        return False
    return not any(address in network for network in _NEVER if network.version == address.version)


def resolve(host: str, port: int) -> Sequence[str]:
    """Numeric addresses of a host, as the system's resolver orders them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, kw_only=True)
class Guard:
    """How names become addresses, and which of them may be called. Tests hand in their own."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    #: of a numeric address and a port
    permits: Callable[[str, int], bool] = lambda address, _port: is_public(address)

    def admit(self, host: str, port: int, wait_s: float) -> Sequence[str]:
        """Every address of the host. One forbidden address among them refuses the host: names are cheap.

        Raises FetchRefused for a forbidden one, FetchFailed where the name leads nowhere within `wait_s` seconds.
        """
        addresses = self._resolved(host, port, wait_s)
        for address in addresses:
            if not self.permits(address, port):
                raise FetchRefused(
                    f"{host} leads to {address}, which is no public address",
                    "name an address on the public internet, or save the page as a file",
                )
        return addresses

    def _resolved(self, host: str, port: int, wait_s: float) -> Sequence[str]:
        """In a thread of its own: the system's resolver knows no time limit."""
        found: list[Sequence[str]] = []

        def ask() -> None:
            try:
                found.append(self.resolve(host, port))
            except (OSError, UnicodeError):
                found.append(())

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(wait_s)
        if not found:
            raise FetchFailed(f"the name {host} was not resolved within {wait_s:.0f} s", "try again later")
        if not found[0]:
            raise FetchFailed(f"the name {host} has no address", "check how the address is spelled")
        return found[0]
