"""Time zones by name: IANA names and Windows names.

Zones come from the `tzdata` package alone, never from the system's files, so that an answer is the same on any machine.
Names are matched as the providers match them: exactly, upper and lower case included. Which Windows name stands for
which IANA name is data (`windows_zones.json`, made by `tools/describe_zones.py`).
"""

from __future__ import annotations

import functools
import io
import pkgutil
from zoneinfo import ZoneInfo

import msgspec

_LONGEST_NAME = 64  # no zone's name is longer; bounds what the search for near names has to compare


class UnknownZone(ValueError):  # noqa: N818 - says what happened
    """No IANA or Windows zone has this name. `name` is what was asked for, `near` the names that come close."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.near = tuple(_near(name))
        hint = f"; did you mean {' or '.join(map(repr, self.near))}?" if self.near else ", such as 'Europe/Berlin'"
        super().__init__(f"{name[:_LONGEST_NAME]!r} is no time zone; write an IANA name or a Windows name{hint}")


class _WindowsZones(msgspec.Struct, frozen=True):
    """The mapping, as `tools/describe_zones.py` writes it."""

    windows: dict[str, str]
    iana: dict[str, str]


@functools.cache  # at most as many entries as there are names: what raises is not kept
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA or a Windows name; its `key` is the IANA name.

    The same name gives the same object. Such a zone cannot be pickled: keep its name instead.
    Raises UnknownZone, with near names.
    """
    iana = to_iana(name)
    return _load(iana) if iana == name else zone(iana)


def is_zone(name: str) -> bool:
    """Whether `zone` knows this name."""
    return name in _iana_names() or name in _windows_zones().windows


def to_iana(name: str) -> str:
    """The IANA name of a Windows zone; an IANA name stays as it is. Raises UnknownZone."""
    if name in _iana_names():
        return name
    iana = _windows_zones().windows.get(name)
    if iana is None:
        raise UnknownZone(name)
    return iana


def to_windows(name: str) -> str | None:
    """The Windows name of an IANA zone, or None where Windows has no such zone (`Antarctica/Troll`).

    Many IANA zones share one Windows name: `Europe/Vienna` is `W. Europe Standard Time`, and that is `Europe/Berlin` on
    the way back. A Windows name stays as it is. Raises UnknownZone.
    """
    zones = _windows_zones()
    if name in zones.windows:
        return name
    if name not in _iana_names():
        raise UnknownZone(name)
    return zones.iana.get(name)


def iana_names() -> tuple[str, ...]:
    """Every IANA name, in order."""
    return tuple(sorted(_iana_names()))


def windows_names() -> tuple[str, ...]:
    """Every Windows name, in order."""
    return tuple(sorted(_windows_zones().windows))


def _load(name: str) -> ZoneInfo:
    return ZoneInfo.from_file(io.BytesIO(_data("tzdata", f"zoneinfo/{name}")), key=name)


@functools.cache
def _iana_names() -> frozenset[str]:
    return frozenset(_data("tzdata", "zones").decode().split())


@functools.cache
def _windows_zones() -> _WindowsZones:
    return msgspec.json.decode(_data("mockserver.timing", "windows_zones.json"), type=_WindowsZones)


def _data(package: str, path: str) -> bytes:
    content = pkgutil.get_data(package, path)
    if content is None:
        raise FileNotFoundError(f"{package} was installed without {path}; install the package again")
    return content


def _near(name: str) -> list[str]:
    import difflib  # noqa: PLC0415 - only a name that is wrong needs it

    wanted = name[:_LONGEST_NAME]
    names = sorted(_iana_names() | _windows_zones().windows.keys())
    same = [known for known in names if known.lower() == wanted.lower()]
    return same or difflib.get_close_matches(wanted, names)
