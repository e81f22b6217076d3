"""Whom messages may be sent to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.delivery import TargetRefused, Targets

NEAR = [
    "127.0.0.1", "127.255.0.9", "::1", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.7.7",
    "fc00::1", "fdff::9", "::ffff:127.0.0.1", "::ffff:10.1.2.3",
]  # fmt: skip
FAR = [
    "8.8.8.8", "172.15.255.255", "172.32.0.1", "192.169.0.1", "11.0.0.1", "100.64.0.1", "169.254.169.254", "0.0.0.0",  # noqa: S104 - not bound to
    "::", "fe80::1", "fe80::1%1", "2001:db8::1", "2606:4700::1111", "224.0.0.1", "255.255.255.255",
    "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
]  # fmt: skip


@pytest.mark.parametrize("address", NEAR)
def test_loopback_and_private_addresses_may_be_asked(address: str) -> None:
    Targets().judge("app", address)


@pytest.mark.parametrize("address", FAR)
def test_no_other_address_may_be_asked_however_it_is_written(address: str) -> None:
    with pytest.raises(TargetRefused, match="neither this machine nor private; allow it with --webhook-host"):
        Targets().judge("app", address)


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing(address: object) -> None:
    def verdict(text: str) -> bool:
        try:
            Targets().judge("app", text)
        except TargetRefused:
            return False
        return True

    assert verdict(str(address)) == verdict(f"::ffff:{address}")


@pytest.mark.parametrize("host", ["hooks.example", "HOOKS.example.", " hooks.example "])
def test_a_name_that_the_settings_allow_may_have_a_public_address(host: str) -> None:
    Targets([host]).judge("hooks.example", "203.0.113.7")


def test_a_name_that_is_allowed_does_not_allow_its_address_under_other_names() -> None:
    with pytest.raises(TargetRefused, match=r"^other\.example, that is 93\.184\.216\.34, is neither"):
        Targets(["hooks.example"]).judge("other.example", "93.184.216.34")


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "fe80::1", "224.0.0.1"])  # noqa: S104 - not bound to
def test_a_name_that_is_allowed_does_not_reach_what_only_an_address_may_allow(address: str) -> None:
    with pytest.raises(TargetRefused):
        Targets(["hooks.example"]).judge("hooks.example", address)


@pytest.mark.parametrize("host", ["203.0.113.7", "203.0.113.0/24", "203.0.113.9/24", "0.0.0.0/0"])
def test_addresses_and_networks_can_be_allowed(host: str) -> None:
    Targets([host]).judge("any.example", "203.0.113.7")


def test_link_local_addresses_can_be_allowed_as_addresses() -> None:
    Targets(["169.254.1.1"]).judge("app", "169.254.1.1")


@pytest.mark.parametrize("host", ["", "a b", "https://a.example", "1.2.3.400", "1.2.3.4/99", "a..b", "a:80", "*.a"])
def test_what_is_no_host_is_refused_at_once(host: str) -> None:
    with pytest.raises(ValueError, match="must be a host name, an address or a network"):
        Targets([host])


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://127.0.0.1:8443/a?b=c", "127.0.0.1"),
        ("https://[::1]:1/", "::1"),
        ("https://App.Local./x", "app.local"),
        ("https://a.example:65535", "a.example"),
    ],
)
def test_an_https_url_of_any_port_is_right(url: str, host: str) -> None:
    assert Targets().check(url) == host


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1/", "http is not allowed"),
        ("ftp://127.0.0.1/", "no https URL"),
        ("https:///path", "no https URL"),
        ("app.example/hook", "no https URL"),
        ("https://127.0.0.1:99999/", "no URL"),
        ("https://[::1/", "no URL"),
        ("https://allowed.example\\@10.0.0.1/", "a character that no URL has"),
        ("https://a.example/\r\nX-Other: 1", "a character that no URL has"),
        ("https://me:secret@10.0.0.1/", "a name or a password"),
        ("https://8.8.8.8/", "neither this machine nor private"),
        ("https://[::ffff:8.8.8.8]/", "neither this machine nor private"),
    ],
)
def test_what_no_message_can_go_to_is_refused_with_the_reason(url: str, why: str) -> None:
    with pytest.raises(TargetRefused, match=why):
        Targets().check(url)


def test_http_may_be_allowed() -> None:
    assert Targets(http=True).check("http://localhost:1/") == "localhost"
