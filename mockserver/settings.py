"""Settings: every one declared once, read from flags and from `MOCKSERVER_*` variables alike; a flag goes before.

No file is opened and nothing is started here. Whatever cannot be read is said at once, with what would be right.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import msgspec

from mockserver.session.sessions import IDLE_SECONDS, LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PREFIX = "MOCKSERVER_"
_LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|::1|\[::1\]", re.IGNORECASE)
# What Kubernetes puts into every container for a service called mockserver, or mockserver-tls; it means nothing here.
_SERVICE_LINK = re.compile(r"MOCKSERVER_(TLS_)?(SERVICE_(HOST|PORT\w*)|PORT_\d+_(TCP|UDP)\w*)")
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


class BadSettings(ValueError):  # noqa: N818 - reads as what it is; the list of mistakes is the message
    """Settings that cannot be read, each with what would be right."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


class Settings(msgspec.Struct, frozen=True):
    """How a server is to run. `session_idle` is in seconds; `warnings` say what was ignored."""

    host: str = "127.0.0.1"
    port: int = 8080
    library: tuple[Path, ...] = ()
    scenario: str = "office"
    public_url: str | None = None
    url_file: Path | None = None
    tls: bool = False
    tls_port: int = 8443
    tls_names: tuple[str, ...] = ()
    tls_ca: Path | None = None
    tls_url_file: Path | None = None
    no_auth: bool = False
    mode: Literal["mock"] = "mock"
    session_limit: int = LIMIT
    session_idle: float = IDLE_SECONDS
    control_token: str | None = None
    webhook_host: tuple[str, ...] = ()
    webhook_http: bool = False
    webhook_ca: Path | None = None
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Without the secret."""
        shown = (name for name in self.__struct_fields__ if name != "control_token")
        return f"Settings({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    @property
    def local(self) -> bool:
        """Whether only this machine reaches the server."""
        return _LOOPBACK.fullmatch(self.host) is not None

    @property
    def demanded_token(self) -> str | None:
        """The control token where one is demanded: a server that only this machine reaches asks for none."""
        return None if self.local else self.control_token


class Row(msgspec.Struct, frozen=True):
    """One setting. `read` makes its value of a text; `flag` False keeps a secret out of the list of processes.

    `also` is another variable that says the same, where its own is not set. Of one that repeats, `between` stands
    between the values in its variable, and `each` is what its flag is called, which gives one of them.
    """

    name: str
    metavar: str
    help: str
    read: Callable[[str], Any]
    flag: bool = True
    switch: bool = False
    repeats: bool = False
    also: str = ""
    between: str = os.pathsep
    each: str = ""

    @property
    def option(self) -> str:
        return "--" + (self.each or self.name).replace("_", "-")

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise ValueError("it must be a number from 0 (any free port) to 65535")
    return int(text)


def _folder(text: str) -> Path:
    path = Path(_text(text))
    if not path.is_dir():
        raise ValueError("there is no such folder")
    return path


def _file(text: str) -> Path:
    path = Path(_text(text))
    if not path.absolute().parent.is_dir():
        raise ValueError("the folder it is in does not exist")
    return path


def _certificates(text: str) -> Path:
    path = Path(_text(text))
    if not path.is_file():
        raise ValueError("there is no such file")
    return path


def _host(text: str) -> str:
    from mockserver.delivery import Targets  # noqa: PLC0415 - few servers are told this

    Targets([_text(text)])
    return text


def _name(text: str) -> str:
    from mockserver.tls import can_be_certified  # noqa: PLC0415 - few servers are told this

    if not can_be_certified(_text(text)):
        raise ValueError(
            "it must be a host name such as calendar or *.mock.example, without underscores, or an address"
        )
    return text


def _url(text: str) -> str:
    if not _is_base(text):
        raise ValueError("it must be a URL such as https://mock.example or http://localhost:8080/mock")
    return text.rstrip("/")


def _is_base(text: str) -> bool:
    """Whether URLs can begin with it: with no user, query or fragment, and nothing that cannot stand in a URL."""
    try:
        parts = urlsplit(text)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        return False
    others = "@" in parts.netloc or "?" in text or "#" in text
    written = text.isascii() and text.isprintable() and " " not in text
    return port_is_one and written and not others and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _mode(text: str) -> Literal["mock"]:
    if text in {"hybrid", "passthrough", "real"}:
        raise ValueError("this mode is not built yet; it must be mock")
    if text != "mock":
        raise ValueError("it must be mock")
    return "mock"


def _yes(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError("it must be true or false")
    return text.lower() in _YES


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("it must be a whole number from 1")
    return int(text)


def _seconds(text: str) -> float:
    from mockserver.timing.durations import parse_duration  # noqa: PLC0415 - few servers are told this

    length = parse_duration(text)
    if length <= 0:
        raise ValueError("it must be longer than nothing")
    return length / 1_000_000


ROWS: tuple[Row, ...] = (
    Row("host", "ADDRESS", "Address to listen on; 0.0.0.0 lets other machines in.", _text),
    Row("port", "PORT", "Port to listen on; 0 takes any that is free.", _port),
    Row("library", "FOLDER", "A library of your own, looked at before the shipped one; may be given again.",
        _folder, repeats=True),
    Row("scenario", "NAME", "The scenario of the default session.", _text),
    Row("public_url", "URL", "What URLs in answers begin with, whatever the request says.", _url),
    Row("url_file", "FILE", "Where to write the server's URL once it answers.", _file),
    Row("tls", "", "Answer over TLS too, on a port of its own; clients trust the authority at /_mock/ca.pem.",
        _yes, switch=True),
    Row("tls_port", "PORT", "Port to listen on for TLS; 0 takes any that is free.", _port),
    Row("tls_names", "NAME", "A name to certify beside this machine's and the providers'; may be given again.",
        _name, repeats=True, between=",", each="tls_name"),
    Row("tls_ca", "FOLDER", "Where to keep the certificate authority; without it, each start makes another.", _file),
    Row("tls_url_file", "FILE", "Where to write the server's URL over TLS once it answers.", _file),
    Row("no_auth", "", "Answer requests without a token as the scenario's first person.", _yes, switch=True),
    Row("mode", "MODE", "What tokens and answers are: mock, until others are built.", _mode, also="OAUTH_STRATEGY"),
    Row("session_limit", "COUNT", "Sessions that may live at once.", _count),
    Row("session_idle", "DURATION", "How long a session lives without a request, such as PT1H.", _seconds),
    Row("control_token", "TOKEN", "What /_mock demands as a bearer token when others can reach the server.",
        _text, flag=False),
    Row("webhook_host", "HOST", "A host, address or network that webhooks may go to beside private ones; may be given "
        "again.", _host, repeats=True, between=","),
    Row("webhook_http", "", "Let webhooks go out over http too, which the providers refuse.", _yes, switch=True),
    Row("webhook_ca", "FILE", "Certificate authorities, in PEM, that webhooks' receivers may have.", _certificates),
)  # fmt: skip
"""Every setting, in the order that help shows them."""


def read_settings(flags: Mapping[str, str | Sequence[str]], environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings from the texts of flags, by name, and from the environment. Raises `BadSettings`."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    mistakes: list[str] = []
    for row in ROWS:
        source, texts = _given(row, flags, environ)
        try:
            read = tuple(row.read(text) for text in texts)
        except ValueError as error:
            shown = "" if not row.flag else f" {', '.join(texts)!r}"
            mistakes.append(f"{source}{shown}: {error}")
            continue
        if read:
            values[row.name] = read if row.repeats else read[-1]
            sources[row.name] = source
    if mistakes:
        raise BadSettings(mistakes)
    settings = Settings(**values, warnings=(*_unknown(environ), *_without_effect(values, sources)))
    if settings.tls and settings.port == settings.tls_port != 0:
        raise BadSettings([f"--port and --tls-port are both {settings.port}; one port cannot be both"])
    return settings


def default_of(row: Row) -> Any:
    """The value of a setting that is given nowhere."""
    return next(one.default for one in msgspec.structs.fields(Settings) if one.name == row.name)


def plain_flags(arguments: Sequence[str]) -> dict[str, list[str]] | None:
    """Flags by name, from a command line that is right in every part; None where there is anything to explain.

    It spares the start of a server the command-line library, which reads the same rows and explains what is wrong.
    """
    rows = {row.option: row for row in ROWS if row.flag}
    flags: dict[str, list[str]] = {}
    rest = iter(arguments)
    for argument in rest:
        option, given, text = argument.partition("=")
        row = rows.get(option)
        if row is None or (row.switch and given):
            return None
        value = "true" if row.switch else text if given else next(rest, None)
        if value is None or value.startswith("--"):
            return None
        flags.setdefault(row.name, []).append(value)
    return flags


def _given(row: Row, flags: Mapping[str, str | Sequence[str]], environ: Mapping[str, str]) -> tuple[str, Sequence[str]]:
    """Where a setting is given and its texts: none where it is given nowhere."""
    given = flags.get(row.name)
    if given:
        return row.option, (given,) if isinstance(given, str) else given
    variable = row.also if row.also in environ and row.variable not in environ else row.variable
    text = environ.get(variable)
    if text is None or (row.read is _port and text.startswith("tcp://")):  # a service link, as above
        return variable, ()
    return variable, text.split(row.between) if row.repeats else (text,)


def _without_effect(values: Mapping[str, Any], sources: Mapping[str, str]) -> list[str]:
    if values.get("tls"):
        return []
    return [f"{source} does nothing without --tls" for name, source in sources.items() if name.startswith("tls_")]


def _unknown(environ: Mapping[str, str]) -> list[str]:
    known = {row.variable for row in ROWS}
    warnings = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known and _SERVICE_LINK.fullmatch(name) is None:
            near = difflib.get_close_matches(name, known, n=1)
            right = f"did you mean {near[0]}?" if near else f"settings are {', '.join(sorted(known))}"
            warnings.append(f"the variable {name} is no setting and was ignored; {right}")
    return warnings
