from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mockserver.identity.directory import App, Directory

if TYPE_CHECKING:
    from collections.abc import Callable

    from mockserver.identity.identity import Identity

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def test_everything_has_a_guid_of_its_own(identity: Identity) -> None:
    clients = [identity.microsoft_client(app) for app in ("autosched", "sync-bot")]
    ids = [identity.tenant_id, identity.object_id("alice"), identity.object_id("bob"), identity.group_id("alice")]
    ids += [client.client_id for client in clients] + [client.object_id for client in clients]
    assert all(map(GUID.fullmatch, ids))
    assert len(set(ids)) == len(ids)


def test_the_ids_are_those_of_the_seed_whatever_the_session(make: Callable[..., Identity]) -> None:
    one, same, other = make(session="one"), make(session="other"), make(seed="other")
    assert one.object_id("alice") == same.object_id("alice") != other.object_id("alice")
    assert one.microsoft_client("autosched") == same.microsoft_client("autosched")
    assert one.tenant_id != other.tenant_id


def test_a_person_is_found_by_their_object_id_in_any_case(identity: Identity) -> None:
    assert identity.person_of(identity.object_id("alice").upper()) == "alice"
    assert identity.person_of(identity.group_id("alice")) is None


def test_everybody_is_of_one_tenant(identity: Identity) -> None:
    assert {identity.microsoft_client(app).tenant_id for app in ("autosched", "sync-bot")} == {identity.tenant_id}


def test_a_scenario_can_fix_what_an_app_is_called(make: Callable[..., Identity]) -> None:
    fixed = App("web", microsoft_client_id="11111111-2222-4333-8444-555555555555", microsoft_client_secret="s3cret")
    client = make(Directory(apps={"web": fixed})).microsoft_client("web")
    assert (client.client_id, client.client_secret) == (fixed.microsoft_client_id, "s3cret")


def test_an_unknown_app_is_answered_with_the_near_ones(identity: Identity) -> None:
    with pytest.raises(LookupError, match="no app 'autoshed'; there is autosched"):
        identity.microsoft_client("autoshed")
