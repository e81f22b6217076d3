"""gcalcli as it is installed: the command, in a process of its own, as a person runs it.

It has no setting for another URL, and none is forced on it: it is told of a proxy and of a certificate to trust, and
asks www.googleapis.com (tests/clients/interception.py). The credentials that it saved lie in its home.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.wire import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.clients.interception import Interception
    from tests.wire import World

    Gcalcli = Callable[..., str]

PROGRAM = Path(sys.executable).with_name("gcalcli")
PROXIES = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
CONFIGURATION = '[calendars]\ndefault-calendars = ["alice@autosched.example"]\n'
DAY = ("2026-03-06T00:00", "2026-03-07T00:00")


@pytest.fixture
def home(office: World, tmp_path: Path) -> Path:
    """A home with what gcalcli saved when Alice let it in."""
    client, tokens = office.document["apps"]["autosched"]["google"], office.google("alice")
    saved = {
        "access_token": tokens["access_token"],
        "refresh_token": tokens["refresh_token"],
        "token_uri": office.urls["google_token"],
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "scopes": ["https://www.googleapis.com/auth/calendar"],
    }
    folder = tmp_path / "home"
    (folder / ".local/share/gcalcli").mkdir(parents=True)
    (folder / ".local/share/gcalcli/oauth").write_text(json.dumps(saved))
    (folder / ".config/gcalcli").mkdir(parents=True)
    (folder / ".config/gcalcli/config.toml").write_text(
        '[calendars]\ndefault-calendars = ["alice@autosched.example"]\n'
    )
    return folder


@pytest.fixture
def gcalcli(home: Path, interception: Interception) -> Gcalcli:
    """Runs the command with these words, and answers what it printed. It must end well."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "XDG_", "GCALCLI_")) and name.lower() not in PROXIES
    }
    variables |= {"HOME": str(home), "TZ": "America/New_York", "LC_ALL": "C.UTF-8"} | interception.environment()

    def run(*words: str, typed: str = "") -> str:
        done = subprocess.run(  # noqa: S603 - the command that is tested
            [PROGRAM, "--nocolor", *words],
            input=typed,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        assert done.returncode == 0, f"gcalcli {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    return run


def rows(printed: str) -> list[list[str]]:
    """The rows of what it prints with `--tsv`, without the one that names the columns."""
    return [line.split("\t") for line in printed.splitlines()[1:]]


def test_the_calendars_are_listed_with_what_one_may_do_there(gcalcli: Gcalcli) -> None:
    listed = [line.split(maxsplit=1) for line in gcalcli("list").splitlines() if line.strip()]

    assert listed[2:] == [["owner", "alice@autosched.example"], ["owner", "Projects"]]


def test_the_agenda_shows_the_day_in_the_zone_of_the_machine(gcalcli: Gcalcli) -> None:
    shown = rows(gcalcli("agenda", "--tsv", *DAY))

    assert [(row[1], row[3], row[4]) for row in shown] == [
        ("11:00", "11:15", "Daily stand-up (after the release)"),
        ("12:00", "12:45", "Lunch with Priya"),
        ("13:00", "14:00", "Design review"),
    ]


def test_what_is_added_is_found_by_its_words_and_deleted(gcalcli: Gcalcli, office: World) -> None:
    added = ("--title", "Boat trip", "--where", "Pier 7", "--when", "2026-03-06 17:00", "--duration", "90")
    gcalcli("add", "--noprompt", *added, "--who", "priya@northwind.example", "--description", "Warm clothes")

    found = gcalcli("search", "boat", *DAY, "--details", "all")
    gone = gcalcli("delete", "boat", *DAY, typed="y\n")

    assert [word for word in ("17:00", "Boat trip", "Pier 7", "1:30:00", "Warm clothes") if word not in found] == []
    assert "priya@northwind.example" in found
    assert "Deleted!" in gone
    assert "No Events Found" in gcalcli("search", "boat", *DAY)
    assert [entry["operation"] for entry in office.requests() if entry["method"] != "GET"] == [
        "google.events.insert",
        "google.events.delete",
    ]


def test_a_quick_event_is_read_from_its_text(gcalcli: Gcalcli) -> None:
    gcalcli("quick", "Dentist on March 6 2026 at 3pm", "--reminder", "10m popup")

    [dentist] = rows(gcalcli("search", "dentist", *DAY, "--tsv"))
    assert (dentist[1], dentist[3], dentist[4]) == ("15:00", "16:00", "Dentist")


def test_an_event_is_edited_in_a_dialogue(gcalcli: Gcalcli) -> None:
    gcalcli("edit", "design review", *DAY, typed="t\nBooking page review\nl\nRoom 9\ns\nq\n")

    found = gcalcli("search", "booking page review", *DAY, "--details", "location")
    assert "Booking page review" in found
    assert "Room 9" in found


def test_a_command_whose_token_expired_fetches_another_by_itself(gcalcli: Gcalcli, office: World) -> None:
    office.advance("PT2H")

    assert "Lunch with Priya" in gcalcli("agenda", *DAY)

    assert [(entry["operation"], entry["status"]) for entry in office.requests()] == [
        ("google.calendarList.list", 401),
        ("google.oauth.token", 200),
        ("google.calendarList.list", 200),
        ("google.events.list", 200),
    ]
