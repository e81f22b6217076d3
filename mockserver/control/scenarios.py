"""Scenarios over HTTP: listed, and uploaded where nothing can be mounted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mockserver.control.answers import Created
from mockserver.control.catalogue import Listed, NameTaken, TooManyUploads
from mockserver.control.problems import LIMIT_REACHED, NAME_TAKEN, WRONG_SCENARIO, Problem
from mockserver.http.operation import OperationTable
from mockserver.scenario.mistakes import BadScenario

if TYPE_CHECKING:
    from mockserver.control.parts import Call

table = OperationTable("control")
SCENARIOS = "/_mock/scenarios"
SHOWN = 100
"""Mistakes that one refusal lists."""


class ScenarioList(msgspec.Struct, frozen=True, kw_only=True):
    """The scenarios that can be run. `default` is that of the default session."""

    default: str
    scenarios: list[Listed]


@table.operation(
    "scenarios.list", "GET", SCENARIOS, options={"summary": "The scenarios that can be run", "answer": ScenarioList}
)
def list_scenarios(call: Call) -> ScenarioList:
    catalogue = call.parts.catalogue
    return ScenarioList(default=catalogue.default, scenarios=catalogue.listed())


@table.operation(
    "scenarios.upload",
    "POST",
    SCENARIOS,
    options={
        "summary": "Upload a scenario as YAML text; one uploaded before under its name is replaced",
        "body_type": "application/yaml",
        "answer": Listed,
        "status": 201,
    },
)
async def upload_scenario(call: Call) -> Created:
    try:
        listed = await call.parts.catalogue.upload(call.exchange.body)
    except BadScenario as bad:
        raise wrong_scenario(bad) from None
    except NameTaken as taken:
        detail = f"the library has a scenario {str(taken)!r}, which nothing may hide; give yours another name"
        raise Problem(NAME_TAKEN, detail) from None
    except TooManyUploads as error:
        raise Problem(LIMIT_REACHED, f"{error}; upload under a name already used, or send it `inline`") from None
    return Created(listed, SCENARIOS)


def wrong_scenario(bad: BadScenario) -> Problem:
    """The refusal of a scenario, with everything that is wrong with it."""
    mistakes = bad.mistakes
    errors = [
        {"line": one.line, "column": one.column, "what": one.what, "instead": one.instead} for one in mistakes[:SHOWN]
    ]
    first = mistakes[0]
    number = "one mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes, the first"
    return Problem(WRONG_SCENARIO, f"{number} in line {first.line}: {first.what}; {first.instead}", errors=errors)
