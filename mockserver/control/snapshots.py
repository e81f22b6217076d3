"""Snapshots: a session's state, saved under a name and returned to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec

from mockserver.control.answers import Created
from mockserver.control.bodies import Body
from mockserver.control.problems import LIMIT_REACHED, UNKNOWN_SNAPSHOT, Problem, listed
from mockserver.control.session_document import SessionDocument, document_of
from mockserver.http.operation import OperationTable
from mockserver.session import TooManySnapshots, UnknownSnapshot

if TYPE_CHECKING:
    from mockserver.control.parts import Call

table = OperationTable("control")
SNAPSHOTS = "/_mock/sessions/{session}/snapshots"
Name = Annotated[
    str,
    msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$(?!\n)", description="1 to 64 letters, digits and . _ -"),
]


class NewSnapshot(Body, frozen=True, kw_only=True):
    """The name to save under; a snapshot of that name is replaced."""

    name: Name


class SnapshotList(msgspec.Struct, frozen=True, kw_only=True):
    """The names of a session's snapshots."""

    snapshots: tuple[str, ...]


@table.operation(
    "snapshots.list", "GET", SNAPSHOTS, options={"summary": "A session's snapshots", "answer": SnapshotList}
)
def list_snapshots(call: Call) -> SnapshotList:
    return SnapshotList(snapshots=call.session.snapshots)


@table.operation(
    "snapshots.save",
    "POST",
    SNAPSHOTS,
    options={"summary": "Save the state of a session", "body": NewSnapshot, "answer": SnapshotList, "status": 201},
)
def save_snapshot(call: Call, body: NewSnapshot) -> Created:
    session = call.session
    try:
        session.save(body.name)
    except TooManySnapshots as error:
        raise Problem(LIMIT_REACHED, str(error)) from None
    return Created(SnapshotList(snapshots=session.snapshots), f"/_mock/sessions/{session.id}/snapshots")


@table.operation(
    "snapshots.restore",
    "POST",
    SNAPSHOTS + "/{name}/restore",
    options={"summary": "Return to a snapshot; the journal goes on", "answer": SessionDocument},
)
def restore_snapshot(call: Call) -> SessionDocument:
    session, name = call.session, call.exchange.parameters["name"]
    try:
        session.restore(name)
    except UnknownSnapshot:
        there = listed(list(session.snapshots))
        raise Problem(UNKNOWN_SNAPSHOT, f"session {session.id} has no snapshot {name!r}; there is {there}") from None
    return document_of(session, call.base_of(session), call.https_base_of(session))
