from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mockserver import __version__
from mockserver.control.answers import Text, reply_of

if TYPE_CHECKING:
    from tests.control.asking import Asker
    from tests.wire import World


def test_nothing_to_say_is_204_without_a_body(ask: Asker, office: World) -> None:
    answer = ask("DELETE", f"{office.path}/requests")

    assert (answer.status, answer.body) == (204, b"")
    assert answer.header("Content-Type") is None


def test_what_was_made_is_201_and_stands_at_its_location(ask: Asker) -> None:
    made = ask("POST", "/sessions", {})

    assert made.status == 201
    location = made.header("Location")
    assert location == f"{ask.wire.url}/_mock/sessions/{made.json['id']}"
    assert ask.get(location.partition("/_mock")[2])["id"] == made.json["id"]
    ask("DELETE", f"/sessions/{made.json['id']}")


def test_json_is_printed_for_people(ask: Asker, office: World) -> None:
    answer = ask("GET", f"{office.path}/clock")

    assert answer.header("Content-Type") == "application/json"
    assert answer.body.decode() == json.dumps(answer.json, indent=2) + "\n"


def test_no_answer_is_stored_or_guessed_at(ask: Asker) -> None:
    for path in ("/scenarios", "/", "/metrics", "/nowhere"):
        answer = ask("GET", path)

        assert answer.header("Cache-Control") == "no-store"
        assert answer.header("X-Content-Type-Options") == "nosniff"
        assert answer.header("Server") == f"mockserver/{__version__}"


def test_a_page_may_load_and_run_nothing(ask: Asker) -> None:
    policy = ask("GET", "/").header("Content-Security-Policy")

    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_a_text_keeps_its_own_type() -> None:
    reply = reply_of(Text("a=1\n"), "http://localhost")

    assert (reply.status, reply.headers["Content-Type"], reply.body) == (200, "text/plain; charset=utf-8", b"a=1\n")
