"""Writes `mockserver/timing/windows_zones.json`: which Windows zone name stands for which IANA name, both ways.

The facts come from the `tzlocal` package (Unicode CLDR's territory "001" for the way from Windows). An IANA name that
it does not list gets the Windows name of the listed zone with the very same rules, where that leaves no choice.
"""

from __future__ import annotations

import json
import pkgutil
from collections import defaultdict
from pathlib import Path

from tzlocal import windows_tz

TARGET = Path(__file__).parents[1] / "mockserver" / "timing" / "windows_zones.json"


def describe() -> dict[str, dict[str, str]]:
    """The mapping both ways, without names that `tzdata` does not have."""
    known = _read("zones").decode().split()
    iana = {name: windows_tz.tz_win[name] for name in known if name in windows_tz.tz_win}
    windows = {name: zone for name, zone in windows_tz.win_tz.items() if zone in known}
    alike: defaultdict[bytes, set[str]] = defaultdict(set)
    for name, windows_name in iana.items():
        alike[_rules(name)].add(windows_name)
    for name in known:
        candidates = alike[_rules(name)]
        if name not in iana and len(candidates) == 1:
            iana[name] = next(iter(candidates))
    return {"windows": dict(sorted(windows.items())), "iana": dict(sorted(iana.items()))}


def _rules(name: str) -> bytes:
    return _read(f"zoneinfo/{name}")


def _read(path: str) -> bytes:
    content = pkgutil.get_data("tzdata", path)
    if content is None:
        raise SystemExit(f"tzdata was installed without {path}")
    return content


def derived() -> dict[Path, str]:
    """The file, by its path."""
    content = {"made_by": "tools/describe_zones.py", "made_from": "tzlocal, tzdata", **describe()}
    return {TARGET: json.dumps(content, indent=1) + "\n"}
