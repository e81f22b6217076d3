"""Whom messages may be sent to: this machine, private networks, and the hosts that the settings name.

The address that a socket is about to be opened to is judged, at every attempt. So it does not matter how a host is
written, what its name meant a moment ago, or in how many ways an address can be spelt.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    Address = IPv4Address | IPv6Address

# Loopback (RFC 1122, 4291), private use (RFC 1918) and unique local (RFC 4193). Link-local is not among them: clouds
# keep their metadata services there.
_NEAR = tuple(
    ip_network(network)
    for network in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)


class TargetRefused(OSError):  # noqa: N818 - named by what it says; an OSError because sockets are refused with it
    """Nothing may be sent there, and why."""


class Targets:
    """The rule. `hosts` are names, addresses or networks (`hooks.example`, `203.0.113.7`, `203.0.113.0/24`).

    `http` lets messages go out without TLS. `ca_file` holds further certificate authorities, in PEM. Raises ValueError
    for a host that is none.
    """

    def __init__(self, hosts: Iterable[str] = (), *, http: bool = False, ca_file: Path | None = None) -> None:
        self.http = http
        self.ca_file = ca_file
        self._names: set[str] = set()
        self._networks = list(_NEAR)
        for host in hosts:
            self._allow(host.strip())

    def check(self, url: str) -> str:
        """The host of a URL that may be asked, as far as the URL itself tells. Raises `TargetRefused`."""
        if any(character <= " " or character in "\\\x7f" for character in url):
            raise TargetRefused("the address has a character that no URL has")
        try:
            parts = urlsplit(url)
            host, _ = (parts.hostname or "").rstrip("."), parts.port
        except ValueError as error:
            raise TargetRefused(f"the address is no URL: {error}") from None
        if parts.scheme not in {"https", "http"} or not host:
            raise TargetRefused("the address is no https URL")
        if "@" in parts.netloc:
            raise TargetRefused("the address carries a name or a password")
        if parts.scheme == "http" and not self.http:
            raise TargetRefused("http is not allowed; send to https, or allow it with --webhook-http")
        literal = _literal(host)
        if literal is not None:
            self.judge(host, str(literal))
        return host

    def judge(self, host: str, address: str) -> None:
        """Let an address be asked that a host has. Raises `TargetRefused`."""
        ip = _plain(ip_address(address.partition("%")[0]))
        if any(ip in network for network in self._networks):
            return
        special = ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip.is_reserved
        if host in self._names and not special:
            return
        shown = host if host == str(ip) else f"{host}, that is {ip},"
        raise TargetRefused(f"{shown} is neither this machine nor private; allow it with --webhook-host")

    def _allow(self, host: str) -> None:
        try:
            self._networks.append(ip_network(host, strict=False))
        except ValueError:
            # A host name (RFC 1123 section 2.1) as urlsplit gives it back; what ends with a number is a wrong address.
            name = host.lower().rstrip(".")
            labels = name.split(".")
            right = all(label and label.replace("-", "").replace("_", "").isalnum() for label in labels)
            if not right or labels[-1].isdecimal():
                raise ValueError(f"{host!r} must be a host name, an address or a network") from None
            self._names.add(name)


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _plain(ip: Address) -> Address:
    """The IPv4 address where an IPv6 address only wraps one (RFC 4291 section 2.5.5.2)."""
    return (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip
