"""A scenario made ready to run: loaded once, never changed, shared by every session of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mockserver.clock import Flow, Instant
    from mockserver.documents import BaseSet
    from mockserver.faults import Rule
    from mockserver.identity.directory import Directory
    from mockserver.session.invitations import Receiver


class Template(msgspec.Struct, frozen=True):
    """What a session starts from.

    `start` None means the real time; `strict` False lets requests in that bring no token (`auth: off`). `receivers` are
    the providers that take invitations for their mailboxes, by name; `faults` what is armed from the start; `limits`
    how many requests are taken, by provider and name.
    """

    scenario: str
    directory: Directory
    version: str = ""
    start: Instant | None = None
    flow: Flow = "real"
    strict: bool = True
    base: BaseSet = msgspec.field(default_factory=lambda: MappingProxyType({}))
    receivers: Mapping[str, Receiver] = msgspec.field(default_factory=dict)
    faults: tuple[Rule, ...] = ()
    limits: Mapping[str, Mapping[str, int]] = msgspec.field(default_factory=dict)
