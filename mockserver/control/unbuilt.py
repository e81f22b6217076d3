"""What is planned but not built yet: answered 501 with its name, because "not found" would say that it never comes."""

from __future__ import annotations

import re

from mockserver.control.problems import NOT_BUILT, Problem

_SESSION = r"/_mock/sessions/[^/]+"
_PLANNED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("exporting a session as a scenario", re.compile(_SESSION + "/export")),
    ("findings about the client's behaviour", re.compile(_SESSION + "/findings")),
    ("coverage over HTTP", re.compile("/_mock/coverage")),
)


def planned(path: str) -> Problem | None:
    """The refusal of a path that is planned, None for any other."""
    name = next((name for name, pattern in _PLANNED if pattern.fullmatch(path)), None)
    return None if name is None else Problem(NOT_BUILT, f"{name} is not built yet: {path}")
