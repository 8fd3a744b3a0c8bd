"""Which addresses may be called."""

import time
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import FetchFailed, FetchRefused
from tocsin.outside.guard import Guard, is_public

INWARD = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255",
    "198.18.0.1", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "2001:db8::1", "fe80::1%eth0",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1", "::127.0.0.1", "::8.8.8.8",
    "224.0.0.1", "ff02::1", "ff0e::1", "192.0.0.192", "192.0.0.9", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:0:7f00:1", "2001:0:7f00:1::", "192.88.99.1", "localhost", "", "1", "0x7f.1", "127.1",
]  # fmt: skip
OUTWARD = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "1.1.1.1"]


@pytest.mark.parametrize("address", INWARD)
def test_an_address_that_leads_inward_or_nowhere_is_not_public(address: str) -> None:
    """Private, local, reserved, multicast, and every form that wraps an IPv4 address."""
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTWARD)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    """A mapped IPv4 address is judged as the IPv4 address that it is."""
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_no_wrapping_makes_a_private_address_public(inner: IPv4Address) -> None:
    """Six ways to write an IPv4 address as an IPv6 one: none opens what the IPv4 address itself does not."""
    number = int(inner)
    wrapped = [
        IPv6Address(number),
        IPv6Address((0x64FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | (number << 80)),
        IPv6Address((0xFFFF << 48) | number),
        IPv6Address((0x20010000 << 96) | (number ^ 0xFFFFFFFF)),
    ]
    assert not any(map(is_public, map(str, wrapped)))
    assert is_public(f"::ffff:{inner}") == is_public(str(inner))


@given(st.ip_addresses())
def test_whatever_is_public_is_global_and_no_multicast(address: IPv4Address | IPv6Address) -> None:
    """The guard only ever refuses more than Python does."""
    if is_public(str(address)):
        mapped = getattr(address, "ipv4_mapped", None) or address
        assert ip_address(str(mapped)).is_global and not mapped.is_multicast


def test_one_private_address_among_many_refuses_the_host() -> None:
    """A name that leads to a public and a private address is not trusted with either."""
    guard = Guard(resolve=lambda _host, _port: ["8.8.8.8", "10.0.0.7"])
    with pytest.raises(FetchRefused, match=r"wire\.example leads to 10\.0\.0\.7, which is no public address"):
        guard.admit("wire.example", 443, 5)


def test_a_name_without_address_may_get_one_later() -> None:
    """A resolver that fails is no refusal for good."""

    def fail(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(FetchFailed, match=r"wire\.example has no address"):
        Guard(resolve=fail).admit("wire.example", 443, 5)


def test_a_resolver_that_hangs_is_left() -> None:
    """The system's resolver knows no time limit; ours does."""

    def hang(_host: str, _port: int) -> list[str]:
        time.sleep(3)
        return ["8.8.8.8"]

    with pytest.raises(FetchFailed, match="not resolved within"):
        Guard(resolve=hang).admit("wire.example", 443, 0.1)
