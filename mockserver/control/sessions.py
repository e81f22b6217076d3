"""Sessions: made from a scenario, listed, looked at, begun again, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from mockserver.clock import parse_instant
from mockserver.control.answers import Created, says
from mockserver.control.bodies import Body
from mockserver.control.problems import (
    LIMIT_REACHED,
    SESSION_EXISTS,
    UNKNOWN_SCENARIO,
    WRONG_BODY,
    Problem,
)
from mockserver.control.scenarios import wrong_scenario
from mockserver.control.session_document import ClockFacts, SessionDocument, clock_facts, document_of
from mockserver.http.operation import OperationTable
from mockserver.scenario.library import UnknownScenario
from mockserver.scenario.mistakes import BadScenario
from mockserver.session import BadSessionId, SessionExists, TooManySessions
from mockserver.session.session import Choices

if TYPE_CHECKING:
    from mockserver.clock import Instant
    from mockserver.control.parts import Call
    from mockserver.session import Session, Template

table = OperationTable("control")
SESSIONS = "/_mock/sessions"
SESSION = SESSIONS + "/{session}"


class StartOfClock(Body, frozen=True, kw_only=True):
    """How the session's clock is to start, where not as the scenario says."""

    start: Annotated[str | None, says("RFC 3339 with an offset.")] = None
    flow: Literal["real", "frozen"] | None = None


class NewSession(Body, frozen=True, kw_only=True):
    """Which scenario a session is to run, and how. Without any member: the default scenario, as it stands."""

    scenario: Annotated[str | None, says("Its name; without it the server's default scenario.")] = None
    version: Annotated[str | None, says("The library's version; without it the current one.")] = None
    inline: Annotated[
        str | dict[str, Any] | None, says("The scenario itself, as YAML text or as JSON, instead of a name.")
    ] = None
    id: Annotated[str | None, says("1 to 32 of a-z, 0-9 and -; without it a fresh one.")] = None
    clock: StartOfClock = StartOfClock()
    seed: Annotated[str | None, says("What ids are derived from; without it the scenario's name.")] = None
    clients: Annotated[
        Literal["real", "frozen"],
        says("On which clock the application runs: `frozen` is the session's (freezegun, libfaketime)."),
    ] = "real"


class SessionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A live session in a list."""

    id: str
    scenario: str
    version: str
    clock: ClockFacts
    url: Annotated[str, says("Where its document is.")]


class SessionList(msgspec.Struct, frozen=True, kw_only=True):
    """The live sessions."""

    sessions: list[SessionSummary]


@table.operation(
    "sessions.create",
    "POST",
    SESSIONS,
    options={"summary": "Start a session", "body": NewSession, "answer": SessionDocument, "status": 201},
)
async def create_session(call: Call, body: NewSession) -> Created:
    choices = Choices(body.seed, _start(body.clock.start), body.clock.flow, body.clients)
    template = await _template(call, body)
    try:
        session = call.parts.sessions.create(template, choices, body.id)
    except SessionExists:
        detail = f"a session {body.id!r} lives; take another id, or end that one first"
        raise Problem(SESSION_EXISTS, detail) from None
    except TooManySessions as error:
        raise Problem(LIMIT_REACHED, str(error)) from None
    except BadSessionId as error:
        raise Problem(WRONG_BODY, str(error)) from None
    return Created(_document(call, session), f"{SESSIONS}/{session.id}")


@table.operation("sessions.list", "GET", SESSIONS, options={"summary": "The live sessions", "answer": SessionList})
def list_sessions(call: Call) -> SessionList:
    summaries = [
        SessionSummary(
            id=session.id,
            scenario=session.template.scenario,
            version=session.template.version,
            clock=clock_facts(session.clock),
            url=f"{call.exchange.origin}{SESSIONS}/{session.id}",
        )
        for session in call.parts.sessions
    ]
    return SessionList(sessions=summaries)


@table.operation("sessions.get", "GET", SESSION, options={"summary": "One session", "answer": SessionDocument})
def get_session(call: Call) -> SessionDocument:
    return _document(call, call.session)


@table.operation(
    "sessions.delete", "DELETE", SESSION, options={"summary": "End a session; the default one begins again instead"}
)
def delete_session(call: Call) -> None:
    session = call.session
    call.parts.sessions.end(session.id)
    call.parts.streams.end(session)


@table.operation(
    "sessions.reset",
    "POST",
    SESSION + "/reset",
    options={"summary": "Begin a session again", "answer": SessionDocument},
)
def reset_session(call: Call) -> SessionDocument:
    session = call.session
    session.reset()
    return _document(call, session)


async def _template(call: Call, body: NewSession) -> Template:
    """The scenario that is asked for, ready to run. Raises `Problem`."""
    catalogue = call.parts.catalogue
    try:
        if body.inline is None:
            return await catalogue.template(body.scenario or catalogue.default, body.version)
        if body.scenario is not None or body.version is not None:
            raise Problem(WRONG_BODY, "an inline scenario brings its own name; give either `inline` or `scenario`")
        text = body.inline.encode() if isinstance(body.inline, str) else msgspec.json.encode(body.inline)
        return await catalogue.inline(text)
    except UnknownScenario as error:
        raise Problem(UNKNOWN_SCENARIO, str(error)) from None
    except BadScenario as bad:
        raise wrong_scenario(bad) from None


def _start(text: str | None) -> Instant | None:
    try:
        return None if text is None else parse_instant(text)
    except ValueError as error:
        raise Problem(WRONG_BODY, f"clock.start: {error}") from None


def _document(call: Call, session: Session) -> SessionDocument:
    return document_of(session, call.base_of(session), call.https_base_of(session))
