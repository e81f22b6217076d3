"""Which journal entries are meant: the members that the listing, the stream and the verification of requests share."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal

from msgspec import Struct

from mockserver.control.answers import says
from mockserver.control.problems import Problem, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from mockserver.control.parts import Call
    from mockserver.control.problems import Row
    from mockserver.journal import Entry

_MEMBERS = ("operation", "provider", "method", "person", "status", "direction")


class Filter(Struct, frozen=True, kw_only=True):
    """Which entries are meant: those that have all that is given."""

    operation: Annotated[str | None, says("The operation's name, such as google.events.list.")] = None
    provider: Annotated[str | None, says("The provider, such as google.")] = None
    method: Annotated[str | None, says("The HTTP method that counted.")] = None
    path: Annotated[str | None, says("How the path began, without a session's prefix.")] = None
    person: Annotated[str | None, says("The key of the person who called.")] = None
    status: Annotated[int | None, says("The status of the answer.")] = None
    direction: Annotated[
        Literal["", "outgoing"] | None, says("`outgoing` for what the server sent by itself; empty for all else.")
    ] = None


def wanted(filter_: Filter) -> Callable[[Entry], bool]:
    """Whether an entry is meant."""
    exact: list[tuple[str, Any]] = []
    for name in _MEMBERS:
        value = getattr(filter_, name)
        if value is not None:
            exact.append((name, value.upper() if name == "method" else value))
    prefix = filter_.path or ""

    def fits(entry: Entry) -> bool:
        return all(getattr(entry, name) == value for name, value in exact) and entry.path.startswith(prefix)

    return fits


def check_names(filter_: Filter, call: Call, row: Row) -> None:
    """Refuse an operation, provider or person that there is none of: it would match nothing and prove nothing.

    Raises `Problem` of the row.
    """
    operations = {operation.id for operation in call.parts.operations}
    _check("operation", filter_.operation, operations, row)
    _check("provider", filter_.provider, {operation.partition(".")[0] for operation in operations}, row)
    directory = call.session.template.directory
    _check("person", filter_.person, [*directory.people, *(app.key for app in directory.service_accounts)], row)


def _check(member: str, name: str | None, known: Collection[str], row: Row) -> None:
    if name is None or name in known:
        return
    near = get_close_matches(name, known, 3)
    right = f"did you mean {' or '.join(near)}?" if near else f"there is {listed(sorted(known))}"
    raise Problem(row, f"there is no {member} {name!r}; {right}", near=near)
