"""YAML text to plain values: the core schema of YAML 1.2 (section 10.3) over libyaml's events, within stated bounds.

No value is anything but text, number, true, false, null, list or mapping; a bare date, a time such as `12:30`, and
the words `on`, `off`, `yes` and `no` are text. Keys are text as written, whatever they look like. Refused: tags, merge
keys, keys given twice, several documents, numbers JSON does not have, and whatever goes over a bound.

Values are built from events and not by PyYAML's loader: it composes by recursion in C, so that a deeply nested file
ends the process, and takes five times as long.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING, Any

import msgspec

from mockserver.scenario.mistakes import BadScenario, Mistake, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 50
MAX_ALIASES = 1_000
MAX_ALIASED_CHARACTERS = 1_000_000
"""How much text aliases may stand for in one file, so that a few lines cannot blow up to gigabytes."""

_YAMLS_OWN = "tag:yaml.org,2002:"  # what libyaml makes of `!!`
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_PERHAPS_NOT_TEXT = frozenset("0123456789+-.~nNtTfF")
_MOST_DIGITS = 80  # of a number with leading zeros; reading more takes ever longer


class _Open(msgspec.Struct):
    """A list or mapping whose end has not come yet."""

    holds: Any
    anchor: str | None
    size_before: int
    key: str | None = None


class _Anchored(msgspec.Struct, frozen=True):
    holds: Any
    size: int


_UNFINISHED = _Anchored(None, -1)


class _Reader(msgspec.Struct):
    """Builds the values of one document and collects what is refused on the way."""

    file: str
    top: Any = None
    mistakes: list[Mistake] = msgspec.field(default_factory=list)
    open: list[_Open] = msgspec.field(default_factory=list)
    anchors: dict[str, _Anchored] = msgspec.field(default_factory=dict)
    size: int = 0
    aliases: int = 0
    aliased: int = 0
    documents: int = 0

    def wrong(self, event: Any, what: str, instead: str) -> None:
        mark = event.start_mark
        self.mistakes.append(Mistake(self.file, mark.line + 1, mark.column + 1, what, instead))

    def refuse(self, event: Any, what: str, instead: str) -> BadScenario:
        """For what makes it pointless, or dangerous, to read on."""
        self.wrong(event, what, instead)
        return BadScenario(self.mistakes)

    def expects_key(self) -> bool:
        return bool(self.open) and self.open[-1].key is None and type(self.open[-1].holds) is dict

    def place(self, value: Any) -> None:
        """Put a finished value where it belongs."""
        if not self.open:
            self.top = value
            return
        parent = self.open[-1]
        if parent.key is None:
            parent.holds.append(value)
        else:
            parent.holds[parent.key] = value
            parent.key = None

    def scalar(self, event: Any) -> None:
        text: str = event.value
        self.size += len(text) + 8
        if event.tag is not None:
            self.tagged(event)
        if self.expects_key():
            self.key(event, text)
            return
        value = _plain(text) if event.implicit[0] and event.tag is None else text
        if value is _REFUSED:
            self.wrong(event, f"{quoted(text)} is a number JSON does not have", "write a finite 64-bit number or text")
            value = None
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, len(text) + 8)
        self.place(value)

    def key(self, event: Any, text: str) -> None:
        holder = self.open[-1]
        if text == "<<" and event.implicit[0]:
            self.wrong(event, "merge keys are no part of YAML 1.2", "write the fields out, or give the key in quotes")
        elif text in holder.holds:
            self.wrong(event, f"{quoted(text)} is given twice", "keep one of them; the later would hide the former")
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(text, len(text) + 8)
        holder.key = text

    def tagged(self, event: Any) -> None:
        what = f"the tag {quoted(event.tag.replace(_YAMLS_OWN, '!!'))} is refused"
        self.wrong(event, what, "write the value alone; put it in quotes to make it text")

    def start(self, event: Any, holds: Any) -> None:
        if event.tag is not None:
            self.tagged(event)
        if self.expects_key():
            raise self.refuse(event, "a key is a list or a mapping", "write a text as the key")
        if len(self.open) == MAX_DEPTH:
            raise self.refuse(event, f"values are nested more than {MAX_DEPTH} deep", "a scenario needs fewer than 12")
        if event.anchor is not None:
            self.anchors[event.anchor] = _UNFINISHED
        self.open.append(_Open(holds, event.anchor, self.size))
        self.size += 8

    def start_list(self, event: Any) -> None:
        self.start(event, [])

    def start_mapping(self, event: Any) -> None:
        self.start(event, {})

    def end(self, _event: Any) -> None:
        done = self.open.pop()
        if done.anchor is not None:
            self.anchors[done.anchor] = _Anchored(done.holds, self.size - done.size_before)
        self.place(done.holds)

    def alias(self, event: Any) -> None:
        known = self.anchors.get(event.anchor)
        if known is None:
            raise self.refuse(event, f"no anchor `&{event.anchor}` stands before this", "define it above")
        if known is _UNFINISHED:
            raise self.refuse(event, f"`*{event.anchor}` stands inside the value it names", "write the value out")
        if self.expects_key():
            raise self.refuse(event, "a key is an alias", "write the key out")
        self.size += known.size
        self.aliases += 1
        self.aliased += known.size
        if self.aliases > MAX_ALIASES or self.aliased > MAX_ALIASED_CHARACTERS:
            raise self.refuse(
                event,
                "aliases stand for too much",
                f"at most {MAX_ALIASES} aliases, for {MAX_ALIASED_CHARACTERS} characters in all",
            )
        self.place(known.holds)

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self.refuse(event, "a second document starts here", "one file holds one document: remove the `---`")

    def nothing(self, event: Any) -> None:
        """Ends of documents and the stream carry no value."""


_REFUSED = object()


def _plain(text: str) -> Any:
    """The value of a plain scalar (YAML 1.2, 10.3.2)."""
    if text in _NULL:
        return None
    if text[0] not in _PERHAPS_NOT_TEXT:
        return text
    if text in _BOOL:
        return _BOOL[text]
    number = _number(text)
    return text if number is None else number


def _number(text: str) -> Any:
    """The number a plain scalar is, None where it is text."""
    if _INT.fullmatch(text):
        return _int64(text, 10)
    if _BASED.fullmatch(text):
        return _int64(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if isfinite(number) else _REFUSED
    return _REFUSED if _NOT_FINITE.fullmatch(text) else None


def _int64(digits: str, base: int) -> Any:
    if len(digits) > _MOST_DIGITS:
        return _REFUSED
    number = int(digits, base)
    return number if -(2**63) <= number < 2**63 else _REFUSED


def decoded(raw: bytes, file: str) -> str:
    """The text of a file's bytes. Raises BadScenario where they are too many or no UTF-8."""
    if len(raw) > MAX_BYTES:
        what = f"the file has more than {MAX_BYTES} bytes"
        raise BadScenario([Mistake(file, 1, 1, what, "split the scenario")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        what = f"byte 0x{raw[error.start]:02x} is no UTF-8"
        raise BadScenario([Mistake(file, line, column, what, "save the file as UTF-8")]) from None


def events(text: str, file: str) -> Iterator[Any]:
    """The events of libyaml. Raises BadScenario where the text is no YAML."""
    from yaml import YAMLError  # noqa: PLC0415 - 20 ms that a warm start does not need
    from yaml._yaml import CParser  # noqa: PLC0415 - 20 ms that a warm start does not need

    try:
        parser = CParser(text)
        while (event := parser.get_event()) is not None:
            yield event
    except YAMLError as error:
        raise BadScenario([_no_yaml(error, text, file)]) from None


def read(text: str, file: str) -> tuple[Any, list[Mistake]]:
    """The value of a YAML text, and what was refused in it but did not keep from reading on.

    Raises BadScenario where reading on was impossible or went over a bound.
    """
    reader = _Reader(file)
    handle: dict[str, Callable[[Any], None]] = {
        "ScalarEvent": reader.scalar,
        "SequenceStartEvent": reader.start_list,
        "MappingStartEvent": reader.start_mapping,
        "SequenceEndEvent": reader.end,
        "MappingEndEvent": reader.end,
        "AliasEvent": reader.alias,
        "DocumentStartEvent": reader.document,
    }
    try:
        for event in events(text, file):
            handle.get(type(event).__name__, reader.nothing)(event)
    except BadScenario as bad:
        raise BadScenario(list(dict.fromkeys((*reader.mistakes, *bad.mistakes)))) from None
    return reader.top, reader.mistakes


def _no_yaml(error: Any, text: str, file: str) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark is not None else _outside(error, text)
    lines = text.splitlines()
    if line < len(lines) and lines[line].lstrip(" ").startswith("\t"):
        return Mistake(file, line + 1, column + 1, "a tab indents this line", "indent with spaces")
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "the text is no YAML"
    context = getattr(error, "context", None)
    instead = f"libyaml stopped {context}" if context else "look at the indentation, quotes and brackets around it"
    return Mistake(file, line + 1, column + 1, what, instead)


def _outside(error: Any, text: str) -> tuple[int, int]:
    """Where a character stands that YAML does not allow; libyaml gives its position in bytes."""
    before = text.encode()[: getattr(error, "position", None) or 0].decode(errors="ignore")
    return before.count("\n"), len(before) - before.rfind("\n") - 1
