"""What a `scope` parameter asks for: permissions of one resource, and sign-in's own beside them.

A permission of Graph is held by its short name, one of another app's API as `api://<key of the app>/<name>`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from mockserver.identity.permissions import GRAPH, SIGN_IN, USUAL, permission
from mockserver.identity.scopes import UnknownScope
from mockserver.microsoft.oauth.refusals import (
    RESOURCE_UNKNOWN,
    SCOPE_INVALID,
    SCOPE_UNKNOWN,
    SEVERAL_RESOURCES,
    Refusal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockserver.identity.identity import Identity

GRAPH_ID = "00000003-0000-0000-c000-000000000000"
DEFAULT = ".default"
_MOST = 100
_ECHOED = ("profile", "openid", "email")  # in the order in which answers have them; offline_access is not said
_NAME = re.compile(r"[!#-\[\]-~]+")  # RFC 6749 section 3.3


class Wanted(msgspec.Struct, frozen=True):
    """What is asked for. `resource` is the key of the app whose API it is, empty for Graph.

    `names` are all of it as it is held; `spelt` are the permissions as the request wrote them.
    """

    resource: str
    names: tuple[str, ...]
    spelt: tuple[str, ...] = ()
    default: bool = False

    @property
    def sign_in(self) -> frozenset[str]:
        return frozenset(self.names).intersection(SIGN_IN)

    @property
    def echoed(self) -> str:
        """What an answer says was granted."""
        return " ".join((*self.spelt, *(name for name in _ECHOED if name in self.names)))


def parse(identity: Identity, app: str, text: str) -> Wanted:
    """Read a `scope` parameter. Raises `Refusal`."""
    words = list(dict.fromkeys(text.split()))
    if not words or len(words) > _MOST or not all(map(_NAME.fullmatch, words)):
        raise Refusal(SCOPE_INVALID, scope=text[:200])
    sign_in = [word.lower() for word in words if word.lower() in SIGN_IN]
    spelt = [word for word in words if word.lower() not in SIGN_IN]
    parts = [_split(identity, word) for word in spelt]
    resources = {resource for resource, _ in parts}
    if len(resources) > 1:
        raise Refusal(SEVERAL_RESOURCES)
    resource = next(iter(resources), "")
    default = any(name == DEFAULT for _, name in parts)
    if default and len(parts) > 1:
        why = "/.default cannot stand beside other scopes of its resource"
        raise Refusal(SCOPE_INVALID, why, scope=text[:200])
    if default:
        return _whole(resource, spelt[0], sign_in)
    names = [_held(identity, app, resource, name) for _, name in parts]
    return Wanted(resource, tuple(dict.fromkeys((*names, *sign_in))), tuple(spelt))


def held(names: Iterable[str]) -> Wanted:
    """What was asked for once, from the names under which it is held."""
    kept = tuple(names)
    own = [name for name in kept if name not in SIGN_IN]
    foreign = next((name[6:].partition("/")[0] for name in own if name.startswith("api://")), "")
    return Wanted(foreign, kept, tuple(own))


def _whole(resource: str, spelt: str, sign_in: list[str]) -> Wanted:
    """`/.default`: all that the app is registered for."""
    if resource:
        return Wanted(resource, (f"api://{resource}/{DEFAULT}", *sign_in), (spelt,), default=True)
    names = tuple(name for name in USUAL if name not in SIGN_IN)
    said = (*(GRAPH + name for name in names), spelt)
    return Wanted("", (*names, *sign_in), said, default=True)


def _split(identity: Identity, word: str) -> tuple[str, str]:
    """Whose a scope is, and its name there. Raises `Refusal` where nobody has that resource."""
    address, slash, name = word.rpartition("/")
    if not slash:
        return "", word
    bare = address.rstrip("/")  # https://graph.microsoft.com//.default is what a v1 resource with a slash becomes
    if bare.lower() in {GRAPH.rstrip("/"), GRAPH_ID}:
        return "", name
    app = identity.microsoft_app(bare.removeprefix("api://"))
    if app is None:
        raise Refusal(RESOURCE_UNKNOWN, resource=bare, tenant=identity.tenant_id)
    return app, name


def _held(identity: Identity, app: str, resource: str, name: str) -> str:
    if resource:
        return f"api://{resource}/{name}"
    try:
        return permission(name)
    except UnknownScope as unknown:
        called = identity.directory.app(app).name or app
        raise Refusal(SCOPE_UNKNOWN, str(unknown), name=called, scope=name) from None
