"""Faults while a session runs: listed, armed and disarmed. Those of its scenario are armed from the start."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mockserver.control.answers import Created, says
from mockserver.control.bodies import Body
from mockserver.control.problems import LIMIT_REACHED, UNKNOWN_FAULT, WRONG_BODY, Problem, listed
from mockserver.faults import FAULTS, Fault, Rule, TooManyRules, When
from mockserver.http.operation import OperationTable

if TYPE_CHECKING:
    from mockserver.control.parts import Call
    from mockserver.faults import Armed

table = OperationTable("control")
PATH = "/_mock/sessions/{session}/faults"
Count = Annotated[int, msgspec.Meta(ge=1)]
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class Meant(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Which requests are meant: those that have all that is given."""

    operation: Annotated[str | None, says("The operation, such as google.events.list.")] = None
    provider: Annotated[str | None, says("The provider, such as google.")] = None
    method: Annotated[list[Method], says("The HTTP methods, any of which will do.")] = msgspec.field(
        default_factory=list
    )
    path: Annotated[str | None, says("How the path begins, without a session's prefix.")] = None
    person: Annotated[str | None, says("The key of the person who calls.")] = None
    app: Annotated[str | None, says("The key of the app that calls.")] = None
    nth: Annotated[Count | None, says("Only this one of the requests that fit.")] = None
    every: Annotated[Count | None, says("Each so many of those that fit.")] = None
    after: Annotated[Count | None, says("All behind the first so many that fit.")] = None


class NewFault(Body, frozen=True, kw_only=True):
    """Which requests are to meet which fault, and how often at most."""

    fault: Annotated[str, says("The name of the fault.")]
    when: Annotated[Meant, says("Which requests; without it, all.")] = Meant()
    times: Annotated[Count | None, says("At most how often; without it, as often as they come.")] = None


class ArmedFault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fault that is armed: `number` names it, `fitting` requests have come, `met` of them have met it."""

    number: int
    fault: str
    when: Meant
    fitting: int
    met: int
    times: int | None = None


class FaultList(msgspec.Struct, frozen=True, kw_only=True):
    """The faults of a session, in the order they were armed, and the names there are."""

    faults: list[ArmedFault]
    known: dict[str, str]


@table.operation("faults.list", "GET", PATH, options={"summary": "The faults that are armed", "answer": FaultList})
def list_faults(call: Call) -> FaultList:
    return FaultList(faults=[_shown(armed) for armed in call.session.faults.listed()], known=dict(FAULTS))


@table.operation(
    "faults.arm",
    "POST",
    PATH,
    options={"summary": "Arm a fault", "body": NewFault, "answer": ArmedFault, "status": 201},
)
def arm(call: Call, body: NewFault) -> Created:
    if body.fault not in FAULTS:
        near = get_close_matches(body.fault, FAULTS, 3) or list(FAULTS)
        raise Problem(WRONG_BODY, f"there is no fault {body.fault!r}; there is {listed(near)}")
    _check(call, body.when)
    try:
        armed = call.session.faults.arm(Rule(_when(body.when), Fault(body.fault), body.times))
    except TooManyRules as error:
        raise Problem(LIMIT_REACHED, str(error)) from None
    return Created(_shown(armed), f"/_mock/sessions/{call.session.id}/faults")


@table.operation("faults.disarm_all", "DELETE", PATH, options={"summary": "Disarm every fault"})
def disarm_all(call: Call) -> None:
    call.session.faults.disarm_all()


@table.operation("faults.disarm", "DELETE", PATH + "/{number}", options={"summary": "Disarm one fault"})
def disarm(call: Call) -> None:
    number = call.exchange.parameters["number"]
    if not number.isdecimal() or not call.session.faults.disarm(int(number[:9])):
        there = listed([str(armed.number) for armed in call.session.faults.listed()])
        raise Problem(UNKNOWN_FAULT, f"session {call.session.id} has no fault {number!r}; there is {there}")


def _check(call: Call, meant: Meant) -> None:
    """Refuse what no request can be: a fault that nothing meets proves nothing."""
    operations = {operation.id for operation in call.parts.operations}
    directory = call.session.template.directory
    known = {
        "operation": operations,
        "provider": {operation.partition(".")[0] for operation in operations} - {"control"},
        "person": {*directory.people, *(app.key for app in directory.service_accounts)},
        "app": set(directory.apps),
    }
    for name, names in known.items():
        value = getattr(meant, name)
        if value is not None and value not in names:
            near = get_close_matches(value, names, 3) or sorted(names)
            raise Problem(WRONG_BODY, f"when.{name}: there is no {name} {value!r}; there is {listed(near)}")


def _when(meant: Meant) -> When:
    given = {name: getattr(meant, name) for name in When._fields}
    given["method"] = tuple(meant.method)
    return When(**{name: value for name, value in given.items() if value})


def _shown(armed: Armed) -> ArmedFault:
    rule = armed.rule
    given = rule.when._asdict() | {"method": list(rule.when.method)}
    meant = Meant(**{name: value for name, value in given.items() if value})
    return ArmedFault(
        number=armed.number,
        fault=rule.fault.name,
        when=meant,
        fitting=armed.fitting,
        met=armed.met,
        times=rule.times,
    )
