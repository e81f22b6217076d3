"""Zone names, IANA and Windows, and where the zones come from."""

from __future__ import annotations

import json
import runpy
import zoneinfo
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mockserver.timing import zones
from mockserver.timing.zones import UnknownZone, is_zone, to_iana, to_windows, zone

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def system_zones_that_are_wrong(tmp_path: Path) -> Iterator[None]:
    """A machine whose own New York has no daylight saving: its file is that of UTC."""
    (tmp_path / "America").mkdir()
    utc = zones._data("tzdata", "zoneinfo/UTC")  # noqa: SLF001 - the bytes of a zone file
    (tmp_path / "America" / "New_York").write_bytes(utc)
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    zone.cache_clear()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("system_zones_that_are_wrong")
def test_a_zone_comes_from_tzdata_whatever_the_machine_has() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert noon.astimezone(zoneinfo.ZoneInfo("America/New_York")).utcoffset() == timedelta(0)

    assert noon.astimezone(zone("America/New_York")).utcoffset() == timedelta(hours=-4)


def test_every_iana_name_of_tzdata_is_a_zone() -> None:
    names = zones._data("tzdata", "zones").decode().split()  # noqa: SLF001 - the list of names

    assert len(names) > 500
    assert [name for name in names if not is_zone(name) or zone(name).key != name] == []


def test_a_windows_name_is_the_iana_zone_it_stands_for() -> None:
    assert zone("Pacific Standard Time") is zone("America/Los_Angeles")
    assert to_iana("Lord Howe Standard Time") == "Australia/Lord_Howe"


def test_an_iana_name_stays_as_it_is() -> None:
    assert to_iana("America/Vancouver") == "America/Vancouver"
    assert to_iana("UTC") == "UTC"


def test_many_iana_zones_share_a_windows_name_which_leads_back_to_one() -> None:
    assert to_windows("Europe/Vienna") == "W. Europe Standard Time"
    assert to_iana("W. Europe Standard Time") == "Europe/Berlin"


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "GMT"])
def test_the_names_of_utc_are_one_windows_zone(name: str) -> None:
    assert to_windows(name) == "UTC"


@pytest.mark.parametrize(
    ("old", "windows"), [("Asia/Calcutta", "India Standard Time"), ("US/East-Indiana", "US Eastern Standard Time")]
)
def test_an_older_spelling_has_the_windows_name_of_its_zone(old: str, windows: str) -> None:
    assert to_windows(old) == windows


def test_a_windows_name_stays_as_it_is_on_the_way_to_windows() -> None:
    assert to_windows("India Standard Time") == "India Standard Time"


def test_a_zone_windows_does_not_have_has_no_windows_name() -> None:
    assert to_windows("Antarctica/Troll") is None


@pytest.mark.parametrize("name", ["europe/berlin", "Europe/berlin", "utc", "pacific standard time", " UTC", ""])
def test_names_are_matched_exactly(name: str) -> None:
    assert not is_zone(name)
    for look_up in (zone, to_iana, to_windows):
        with pytest.raises(UnknownZone):
            look_up(name)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("America/NewYork", "America/New_York"),
        ("Pacific Standart Time", "Pacific Standard Time"),
    ],
)
def test_an_unknown_name_is_answered_with_near_ones(name: str, near: str) -> None:
    with pytest.raises(UnknownZone, match=f"'{name}' is no time zone.*'{near}'") as caught:
        zone(name)

    assert caught.value.name == name
    assert near in caught.value.near


@pytest.mark.parametrize("name", ["../zones", "America", "/etc/localtime", "x" * 100_000, "\0"])
def test_a_name_is_never_a_path_and_its_length_does_no_harm(name: str) -> None:
    with pytest.raises(UnknownZone) as caught:
        zone(name)

    assert len(str(caught.value)) < 500


def test_the_mapping_is_what_its_tool_makes_of_the_packages() -> None:
    described = runpy.run_path(str(ROOT / "tools" / "describe_zones.py"))["describe"]()
    stored = json.loads((ROOT / "mockserver" / "timing" / "windows_zones.json").read_text("utf-8"))

    assert {key: stored[key] for key in described} == described, "run python tools/describe_zones.py"


def test_every_windows_name_is_a_zone_and_comes_back() -> None:
    windows = zones._windows_zones().windows  # noqa: SLF001 - all names there are

    assert len(windows) > 100
    assert {name: to_windows(to_iana(name)) for name in windows} == {name: name for name in windows}


def test_all_names_are_listed_in_order_and_each_is_a_zone() -> None:
    for names in (zones.iana_names(), zones.windows_names()):
        assert list(names) == sorted(names)
        assert all(map(is_zone, names))
    assert "Europe/Berlin" in zones.iana_names()
    assert "W. Europe Standard Time" in zones.windows_names()
