"""The control API as the pipeline sees it: it owns every path that nobody else owns, and belongs to no session."""

from __future__ import annotations

from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from mockserver.control import health
from mockserver.control.answers import refusal_of, reply_of
from mockserver.control.parts import Call
from mockserver.control.problems import (
    INTERNAL,
    METHOD_NOT_ALLOWED,
    TOO_LARGE,
    UNKNOWN_PATH,
    UNKNOWN_SESSION,
    UNREADABLE_REQUEST,
    WRONG_PARAMETER,
    Problem,
    listed,
)
from mockserver.http.operation import joined
from mockserver.http.parameters import BadParameter
from mockserver.http.refusals import BadBody, BadQuery, TooLarge
from mockserver.http.resolving import NoSuchSession
from mockserver.http.routing import Routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mockserver.control.guard import Guard
    from mockserver.control.parts import Parts
    from mockserver.http.exchange import Exchange, Reply
    from mockserver.http.operation import Operation
    from mockserver.limits import Limit

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _late() -> Iterable[Operation]:
    from mockserver.control import (  # noqa: PLC0415 - all but what is asked while a server starts
        ca,
        changes,
        clock,
        credentials,
        faults,
        openapi,
        pages,
        requests,
        scenarios,
        sessions,
        snapshots,
        verification,
        webhooks,
    )

    modules = (
        pages, openapi, scenarios, sessions, clock, snapshots, requests, verification, changes, credentials, webhooks,
        faults, ca,
    )  # fmt: skip
    return joined(*(module.table for module in modules))


class Control:
    """The control API."""

    name = "control"
    routes = Routes(health.table, _late)
    body_limit = 1024 * 1024
    faults: frozenset[str] = frozenset()
    limits: Mapping[str, Limit] = MappingProxyType({})
    in_session = False

    def __init__(self, parts: Parts, guard: Guard) -> None:
        self._parts = parts
        self._guard = guard

    def owns(self, path: str) -> bool:  # noqa: ARG002 - whatever is asked
        return True

    def credential(self, exchange: Exchange) -> str | None:  # noqa: ARG002 - its requests name their session in the path
        return None

    def unmatched(self, exchange: Exchange) -> Exception:
        """405 where the path is served, 501 where it is planned, 404 with the nearest for all else."""
        from mockserver.control.unbuilt import planned  # noqa: PLC0415 - read only when a request leads nowhere

        path = exchange.path
        allowed = [method for method in _METHODS if self.routes.find(method, path) is not None]
        if allowed:
            methods = ", ".join(allowed)
            return Problem(METHOD_NOT_ALLOWED, f"{path} takes {methods}, not {exchange.method}", {"Allow": methods})
        near = self.routes.nearest(path)
        detail = f"nothing is served at {path}; " + (f"the nearest is {near}" if near else "see /_mock/")
        return planned(path) or Problem(UNKNOWN_PATH, detail)

    def admit(self, exchange: Exchange) -> None:
        self._guard.admit(exchange)
        if exchange.prefix:
            detail = f"{exchange.path} is not inside a session; send the request without {exchange.prefix}"
            raise Problem(UNKNOWN_PATH, detail)
        known = cast("Operation", exchange.operation).reader.names
        for name, _ in exchange.pairs:
            if name not in known:
                near = get_close_matches(name, known, 1)
                right = f"did you mean {near[0]}?" if near else f"there is {listed(sorted(known))}"
                raise Problem(WRONG_PARAMETER, f"there is no parameter {name!r}; {right}", near=near)

    def handle(self, exchange: Exchange) -> object:
        operation = cast("Operation", exchange.operation)
        arguments: list[Any] = [Call(exchange, self._parts)]
        if exchange.query is not None:
            arguments.append(exchange.query)
        if "body" in operation.options:
            from mockserver.control.bodies import read_body  # noqa: PLC0415 - late, as the operations that have one

            arguments.append(read_body(exchange.body, operation.options["body"]))
        return operation.handler(*arguments)

    def render(self, exchange: Exchange, value: object) -> Reply:
        if "session" in exchange.parameters:
            self._parts.sessions.notify(exchange.parameters["session"])
        return reply_of(value, exchange.origin)

    def refuse(self, exchange: Exchange, error: Exception) -> Reply:
        reply = refusal_of(self._problem(error), exchange.origin)
        if reply.status == INTERNAL.status:
            reply.reason = ""  # the pipeline logs what nobody foresaw
        return reply

    def _problem(self, error: Exception) -> Problem:
        match error:
            case Problem():
                return error
            case NoSuchSession():
                return self._no_such_session(error)
            case BadParameter():
                return Problem(WRONG_PARAMETER, _said_of(error))
            case TooLarge():
                return Problem(TOO_LARGE, str(error))
            case BadBody() | BadQuery():
                return Problem(UNREADABLE_REQUEST, str(error))
            case _:
                return Problem(INTERNAL, f"{type(error).__name__}; the server's log says more")

    def _no_such_session(self, error: NoSuchSession) -> Problem:
        if self._guard.demanded:  # who lives here is for those with the token
            return Problem(UNKNOWN_SESSION, f"{error}; GET /_mock/sessions lists those that do")
        near = get_close_matches(error.session_id, error.live, 3)
        return Problem(UNKNOWN_SESSION, f"{error}; there is {listed(error.live)}", sessions=error.live[:100], near=near)


def _said_of(error: BadParameter) -> str:
    allowed = [str(one) for one in error.allowed if one is not None]
    right = {
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "enum": f"one of {', '.join(allowed)}",
        "range": f"a number from {' to '.join(allowed)}",
        "length": f"at most {' '.join(allowed)} characters",
        "missing": "given",
        "repeated": "given once",
    }[error.kind]
    return f"parameter {error.name}: {error.value[:80]!r} is wrong; it must be {right}"
