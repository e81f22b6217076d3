from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from mockserver.settings import ROWS, BadSettings, Row, Settings, default_of, plain_flags, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VALUES = {
    "host": ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - a setting's value
    "port": ("81", 81),
    "scenario": ("token-states", "token-states"),
    "public_url": ("https://mock.example/a/", "https://mock.example/a"),
    "tls": ("true", True),
    "tls_port": ("82", 82),
    "tls_names": ("mock.example", "mock.example"),
    "no_auth": ("true", True),
    "mode": ("mock", "mock"),
    "session_limit": ("3", 3),
    "session_idle": ("PT1M", 60.0),
    "control_token": ("a-token", "a-token"),
    "webhook_host": ("hooks.example", "hooks.example"),
    "webhook_http": ("true", True),
    "webhook_ca": (__file__, Path(__file__)),
}


def mistakes(flags: Mapping[str, str | Sequence[str]], environ: Mapping[str, str]) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as raised:
        read_settings(flags, environ)
    return raised.value.mistakes


def test_without_any_all_is_as_it_is_documented() -> None:
    assert read_settings({}, {}) == Settings()
    assert all(default_of(row) == getattr(Settings(), row.name) for row in ROWS)


def test_every_setting_is_a_row_and_every_row_a_setting() -> None:
    assert {row.name for row in ROWS} == {field.name for field in msgspec.structs.fields(Settings)} - {"warnings"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_flag_and_a_variable_say_the_same(row: Row, tmp_path: Path) -> None:
    text, value = VALUES.get(row.name) or (str(tmp_path), tmp_path)
    expected = (value,) if row.repeats else value

    assert getattr(read_settings({row.name: text}, {}), row.name) == expected
    assert getattr(read_settings({}, {row.variable: text}), row.name) == expected


def test_a_flag_goes_before_a_variable() -> None:
    assert read_settings({"port": "1"}, {"MOCKSERVER_PORT": "2"}).port == 1


def test_webhook_hosts_are_parted_by_commas_because_addresses_have_colons() -> None:
    settings = read_settings({}, {"MOCKSERVER_WEBHOOK_HOST": "2001:db8::/32,hooks.example"})

    assert settings.webhook_host == ("2001:db8::/32", "hooks.example")


def test_names_to_certify_are_given_one_by_one_or_parted_by_commas() -> None:
    by_flag = read_settings({"tls_names": ["calendar", "::1"], "tls": "true"}, {})
    by_variable = read_settings({}, {"MOCKSERVER_TLS_NAMES": "calendar,::1", "MOCKSERVER_TLS": "1"})

    assert by_flag == by_variable
    assert by_flag.tls_names == ("calendar", "::1")
    assert plain_flags(["--tls-name", "calendar", "--tls-name", "::1"]) == {"tls_names": ["calendar", "::1"]}


def test_a_setting_of_tls_without_tls_is_said_to_do_nothing() -> None:
    settings = read_settings({"tls_port": "0"}, {"MOCKSERVER_TLS_NAMES": "calendar"})

    assert settings.warnings == (
        "--tls-port does nothing without --tls",
        "MOCKSERVER_TLS_NAMES does nothing without --tls",
    )
    assert read_settings({"tls_port": "0", "tls": "true"}, {}).warnings == ()


def test_two_ports_are_not_one() -> None:
    assert "both 8443" in mistakes({"port": "8443", "tls": "true"}, {})[0]
    assert read_settings({"port": "8443"}, {}).port == 8443
    assert read_settings({"port": "0", "tls_port": "0", "tls": "true"}, {}).tls_port == 0


@pytest.mark.parametrize(("name", "text"), [("webhook_host", "a b"), ("webhook_ca", "/nowhere")])
def test_a_webhook_setting_that_is_none_is_refused(name: str, text: str) -> None:
    assert len(mistakes({name: text}, {})) == 1


def test_libraries_are_several_in_their_order(tmp_path: Path) -> None:
    folders = (tmp_path / "a", tmp_path / "b")
    for folder in folders:
        folder.mkdir()

    assert read_settings({"library": [str(folder) for folder in folders]}, {}).library == folders
    assert read_settings({}, {"MOCKSERVER_LIBRARY": os.pathsep.join(map(str, folders))}).library == folders


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("host", "", "it is empty"),
        ("port", "http", "a number from 0 (any free port) to 65535"),
        ("port", "65536", "a number from 0 (any free port) to 65535"),
        ("port", "-1", "a number from 0 (any free port) to 65535"),
        ("port", "", "a number from 0 (any free port) to 65535"),
        ("library", "/no/such", "there is no such folder"),
        ("url_file", "/no/such/file", "the folder it is in does not exist"),
        ("tls_port", "https", "a number from 0 (any free port) to 65535"),
        ("tls_names", "my_mock", "without underscores"),
        ("tls_names", "", "it is empty"),
        ("tls_ca", "/no/such/folder", "the folder it is in does not exist"),
        ("public_url", "mock.example", "a URL such as https://mock.example"),
        ("public_url", "ftp://mock.example", "a URL such as"),
        ("public_url", "https://mock.example/?a", "a URL such as"),
        ("public_url", "https://user:secret@mock.example", "a URL such as"),
        ("public_url", "https://mock.example:99999", "a URL such as"),
        ("public_url", "https://[mock", "a URL such as"),
        ("public_url", "https://mock.example/a b", "a URL such as"),
        ("public_url", "https://mock.example\r\nX-Evil: 1", "a URL such as"),
        ("public_url", "https://möck.example", "a URL such as"),
        ("no_auth", "perhaps", "it must be true or false"),
        ("mode", "hybrid", "not built yet; it must be mock"),
        ("mode", "mok", "it must be mock"),
        ("session_limit", "0", "a whole number from 1"),
        ("session_limit", "many", "a whole number from 1"),
        ("session_idle", "1 hour", "PT15M"),
        ("session_idle", "PT0S", "longer than nothing"),
    ],
)
def test_a_wrong_value_is_told_where_it_stands_and_what_would_be_right(name: str, text: str, said: str) -> None:
    row = next(row for row in ROWS if row.name == name)

    [by_flag] = mistakes({name: [text]}, {})
    [by_variable] = mistakes({}, {row.variable: text})

    for mistake, source in ((by_flag, row.option), (by_variable, row.variable)):
        assert mistake.startswith(f"{source} {text!r}: ")
        assert said in mistake


def test_all_mistakes_are_said_at_once() -> None:
    assert len(mistakes({"port": "x", "mode": "y"}, {"MOCKSERVER_SESSION_LIMIT": "z"})) == 3


def test_a_secret_is_shown_nowhere() -> None:
    assert mistakes({}, {"MOCKSERVER_CONTROL_TOKEN": "  "}) == ("MOCKSERVER_CONTROL_TOKEN: it is empty",)
    assert "a-token" not in repr(read_settings({}, {"MOCKSERVER_CONTROL_TOKEN": "a-token"}))
    assert plain_flags(["--control-token", "a-token"]) is None  # where a list of processes would show it


def test_a_variable_that_is_no_setting_is_warned_of_with_the_near_one() -> None:
    [warning] = read_settings({}, {"MOCKSERVER_PROT": "1", "OTHER": "x"}).warnings

    assert warning == "the variable MOCKSERVER_PROT is no setting and was ignored; did you mean MOCKSERVER_PORT?"


def test_what_kubernetes_says_of_a_service_means_nothing() -> None:
    links = {
        "MOCKSERVER_PORT": "tcp://10.0.0.1:8080",
        "MOCKSERVER_SERVICE_HOST": "10.0.0.1",
        "MOCKSERVER_SERVICE_PORT_HTTP": "8080",
        "MOCKSERVER_PORT_8080_TCP_ADDR": "10.0.0.1",
        "MOCKSERVER_TLS_PORT": "tcp://10.0.0.1:8443",
        "MOCKSERVER_TLS_SERVICE_HOST": "10.0.0.1",
    }

    assert read_settings({}, links) == Settings()


@pytest.mark.parametrize("strategy", ["hybrid", "real"])
def test_a_strategy_that_is_not_built_is_refused_and_never_mocked_in_silence(strategy: str) -> None:
    assert mistakes({}, {"OAUTH_STRATEGY": strategy}) == (
        f"OAUTH_STRATEGY {strategy!r}: this mode is not built yet; it must be mock",
    )


def test_the_servers_own_variable_goes_before_the_strategy() -> None:
    assert read_settings({}, {"OAUTH_STRATEGY": "mock"}).mode == "mock"
    assert read_settings({}, {"OAUTH_STRATEGY": "real", "MOCKSERVER_MODE": "mock"}).mode == "mock"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "LOCALHOST"])
def test_a_server_that_only_this_machine_reaches_demands_no_token(host: str) -> None:
    settings = read_settings({"host": host}, {"MOCKSERVER_CONTROL_TOKEN": "a-token"})

    assert settings.local
    assert (settings.control_token, settings.demanded_token) == ("a-token", None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "mock", "127.0.0.1.example"])  # noqa: S104 - a setting's value
def test_one_that_others_reach_does(host: str) -> None:
    settings = read_settings({"host": host}, {"MOCKSERVER_CONTROL_TOKEN": "a-token"})

    assert not settings.local
    assert settings.demanded_token == "a-token"


@pytest.mark.parametrize(
    ("arguments", "flags"),
    [
        ([], {}),
        (["--port", "0"], {"port": ["0"]}),
        (["--port=0", "--no-auth"], {"port": ["0"], "no_auth": ["true"]}),
        (["--library", "a", "--library", "b"], {"library": ["a", "b"]}),
        (["--port", ""], {"port": [""]}),
    ],
)
def test_a_right_command_line_is_read(arguments: list[str], flags: dict[str, list[str]]) -> None:
    assert plain_flags(arguments) == flags


@pytest.mark.parametrize("arguments", [["--port"], ["--prt", "0"], ["now"], ["--no-auth=yes"], ["--port", "--no-auth"]])
def test_one_with_anything_to_explain_is_left_to_the_command_line_library(arguments: list[str]) -> None:
    assert plain_flags(arguments) is None
