from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from mockserver.control import catalogue
from mockserver.control.problems import LIMIT_REACHED, NAME_TAKEN, TOO_LARGE, WRONG_SCENARIO
from tests.control.asking import refused
from tests.wire import world

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.control.conftest import Started

PERSON = "people:\n  zoe: {name: Zoe, email: zoe@x.example, zone: Europe/Paris}\n"
LETTERS = "abcdefghij"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{letter}: &{letter} [{','.join(['*' + before] * 9)}]\n" for before, letter in pairwise(LETTERS)
)


def scenario(name: str, more: str = "") -> str:
    return f"scenario: {name}\nsummary: Sent by a test\n{more}"


def test_the_shipped_library_is_listed_with_what_each_is_for(ask: Asker) -> None:
    found = ask.get("/scenarios")

    assert found["default"] == "office"
    [office] = [one for one in found["scenarios"] if one["scenario"] == "office"]
    assert (office["version"], office["tier"]) == ("1.0.0", "minimal")
    assert "recurrence" in office["tags"]
    assert all(one["summary"] for one in found["scenarios"])


def test_what_is_uploaded_is_listed_and_runs(started: Started) -> None:
    with started() as ask:
        made = ask("POST", "/scenarios", scenario("sent", PERSON), {"Content-Type": "application/yaml"})

        assert made.status == 201
        assert made.header("Location") == f"{ask.wire.url}/_mock/scenarios"
        assert made.json in ask.get("/scenarios")["scenarios"]
        with world(ask.wire.url, scenario="sent") as session:
            assert session.document["version"] == "uploaded"
            assert set(session.document["people"]) == {"zoe"}


def test_an_upload_replaces_one_of_its_name_and_leaves_running_sessions(started: Started) -> None:
    with started() as ask:
        ask("POST", "/scenarios", scenario("sent", PERSON))
        with world(ask.wire.url, scenario="sent") as before:
            ask("POST", "/scenarios", scenario("sent", PERSON.replace("zoe", "mia")))

            assert set(ask.get(before.path)["people"]) == {"zoe"}
            with world(ask.wire.url, scenario="sent") as after:
                assert set(after.document["people"]) == {"mia"}


def test_a_wrong_scenario_is_refused_with_every_mistake_and_its_place(ask: Asker) -> None:
    text = scenario("sent", "people:\n  zoe: {name: Zoe, emial: zoe@x.example, zone: Europe/Pari}\n")

    problem = refused(ask("POST", "/scenarios", text), WRONG_SCENARIO)

    assert [(error["line"], error["column"]) for error in problem["errors"]] == [(4, 8), (4, 20), (4, 48)]
    assert all(error["what"] and error["instead"] for error in problem["errors"])
    assert re.match(r"3 mistakes, the first in line 4: ", problem["detail"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "scenario: [",
        "- a\n- b\n",
        "scenario: !!python/object/apply:os.system [id]\nsummary: A\n",
BOMB,
        "scenario: ../../escape\nsummary: A\n",
        "scenario: a/b\nsummary: A\n",
        "\0",
        "[" * 9_999,
    ],
    ids=["nothing", "broken", "list", "tag", "bomb", "traversal", "slash", "nul", "deep"],
)  # fmt: skip
def test_what_is_no_scenario_is_refused(ask: Asker, text: str) -> None:
    problem = refused(ask("POST", "/scenarios", text), WRONG_SCENARIO)

    assert problem["errors"]


def test_a_scenario_of_the_library_cannot_be_hidden(ask: Asker) -> None:
    problem = refused(ask("POST", "/scenarios", scenario("office")), NAME_TAKEN)

    assert "give yours another name" in problem["detail"]


def test_an_upload_is_bounded(ask: Asker) -> None:
    refused(ask("POST", "/scenarios", scenario("sent", "#" * 2_000_000)), TOO_LARGE)


def test_uploads_are_bounded_together(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "UPLOADS", 1)
    with started() as ask:
        ask("POST", "/scenarios", scenario("one"))

        problem = refused(ask("POST", "/scenarios", scenario("two")), LIMIT_REACHED)

    assert "inline" in problem["detail"]


def test_at_most_a_hundred_mistakes_are_listed(ask: Asker) -> None:
    text = scenario("sent", "people:\n" + "".join(f"  p{number}: {{}}\n" for number in range(150)))

    problem = refused(ask("POST", "/scenarios", text), WRONG_SCENARIO)

    assert len(problem["errors"]) == 100
    assert int(problem["detail"].split()[0]) > 100
