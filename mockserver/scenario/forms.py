"""The forms of text in the scenario language: what a key, an address, a time looks like, and how that is said.

Each form is a pattern with a name, and the sentence that `check` and editors print where a text has another. What a
text means is read by `moments.py`; whether it names something there is, by `rules/`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec


def says(description: str) -> msgspec.Meta:
    """What a field means."""
    return msgspec.Meta(description=description)


def shaped(title: str, pattern: str, right: str, *examples: str) -> msgspec.Meta:
    """A text of one form, what the form is called, and what would be right where a text has another.

    `patternErrorMessage` is what editors (VS Code's YAML and JSON language servers) show, and what `check` prints. The
    look-ahead is for Python, whose `$` also fits before a line feed.
    """
    return msgspec.Meta(
        title=title,
        pattern=f"^{pattern}$(?!\\n)",
        examples=list(examples) or None,
        extra_json_schema={"patternErrorMessage": right},
    )


_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?"
_OFFSET = "(Z|[+-][0-9]{2}:[0-9]{2})"

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Key = Annotated[
    str,
    shaped(
        "key",
        "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?",
        "1 to 40 lower-case letters, digits and hyphens, such as room-4",
    ),
]
"""A name the file gives to something, by which the rest of the file refers to it."""
Name = Annotated[
    str,
    shaped(
        "name",
        "(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*",
        "up to 64 lower-case letters, digits and single hyphens, such as token-expires-mid-sync",
    ),
]
TokenText = Annotated[
    str,
    shaped(
        "token text",
        "[A-Za-z0-9._~-]{1,64}",
        "1 to 64 letters, digits and . _ ~ - (RFC 6750 section 2.1), such as alice-expired",
    ),
]
Email = Annotated[
    str,
    shaped(
        "e-mail address",
        r"[^@\s<>\",;]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?",
        "an e-mail address, such as alice@autosched.example",
    ),
]
Zone = Annotated[str, msgspec.Meta(title="zone", examples=["America/New_York"])]
Duration = Annotated[
    str,
    shaped(
        "duration",
        "P(?=[0-9T])([0-9]{1,6}W|([0-9]{1,7}D)?(T(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,12}S)?)?)",
        "an ISO 8601 duration, such as PT15M, PT1H30M or P1D",
        "PT15M",
    ),
]
MomentText = Annotated[
    str,
    shaped(
        "time or date",
        f"{_DATE}({_TIME}{_OFFSET}?)?",
        "a wall-clock time (2026-03-06 02:30), a date (2026-03-06) "
        "or a time with its offset (2026-03-06T02:30:00-05:00)",
        "2026-03-06 02:30",
        "2026-03-06",
        "2026-03-06T02:30:00-05:00",
    ),
]
InstantText = Annotated[
    str,
    shaped(
        "instant",
        f"{_DATE}{_TIME}{_OFFSET}",
        "a time with its offset, such as 2026-03-06T09:00:00-05:00",
        "2026-03-06T09:00:00-05:00",
    ),
]
Color = Annotated[
    str,
    shaped(
        "colour",
        "([1-9]|1[0-9]|2[0-4]|#[0-9a-f]{6})",
        '"1" to "24", in quotes, or a colour such as "#16a765"',
        "16",
        "#16a765",
    ),
]
