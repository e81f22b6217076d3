"""A scenario made ready to run: loaded once, never changed, shared by every session of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockserver.clock import Flow, Instant
    from mockserver.documents import BaseSet
    from mockserver.identity.directory import Directory


@dataclass(frozen=True, slots=True)
class Template:
    """What a session starts from.

    `start` None means the real time; `strict` False lets requests in that bring no token (`auth: off`).
    """

    scenario: str
    directory: Directory
    version: str = ""
    start: Instant | None = None
    flow: Flow = "real"
    strict: bool = True
    base: BaseSet = field(default_factory=lambda: MappingProxyType({}))
