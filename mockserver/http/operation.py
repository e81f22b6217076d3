"""The one declaration of an operation.

From it come the route, admission, the reading of parameters and their refusals, the name that the journal uses, the
page `docs/coverage.md` and the tests that run over every row.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mockserver.http.parameters import QueryReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Handler = Callable[..., Any]
    H = TypeVar("H", bound=Handler)

METHODS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT"})
_PARAMETER = re.compile(r"(?<=/)\{(\w+)\}(?=/|$)")


class Operation(msgspec.Struct, frozen=True):
    """One method of a provider.

    `scopes`: any one of them admits; none: no token is asked for. `query`: the struct of the emulated parameters;
    `accepted`: parameters accepted without effect, each with the reason. `confidential`: its answers carry secrets,
    which the journal masks. `also`: further methods that mean the same. `options`: what else the provider wants to
    know of it.
    """

    id: str
    method: str
    paths: tuple[str, ...]
    handler: Handler
    scopes: frozenset[str] = frozenset()
    query: type[msgspec.Struct] | None = None
    accepted: Mapping[str, str] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    reference: str = ""
    confidential: bool = False
    also: tuple[str, ...] = ()
    options: Mapping[str, Any] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    reader: QueryReader = msgspec.field(default_factory=lambda: QueryReader(None))

    @property
    def name(self) -> str:
        """Its own name, without the provider's."""
        return self.id.partition(".")[2]


def _mistakes(operation: Operation) -> Iterator[str]:
    """What a declaration says that cannot be, or that contradicts itself."""
    methods = (operation.method, *operation.also)
    if not METHODS.issuperset(methods) or len(set(methods)) < len(methods):
        yield f"its methods {methods} must differ and be among {sorted(METHODS)}; HEAD and OPTIONS follow by themselves"
    if not operation.paths:
        yield "it has no path"
    for path in operation.paths:
        names = _PARAMETER.findall(path)
        if not path.startswith("/") or re.search("[{}]", _PARAMETER.sub("", path)) or len(set(names)) < len(names):
            yield f"its path {path!r} must begin with /, and each parameter be a whole segment with a name of its own"
        if both := operation.reader.names.intersection(names):
            yield f"{sorted(both)} cannot be in both its path and its query"
    if both := operation.reader.names & operation.accepted.keys():
        yield f"{sorted(both)} cannot be both read and accepted without effect"
    if unreasoned := [name for name, reason in operation.accepted.items() if not reason.strip()]:
        yield f"{unreasoned} need a reason for being accepted without effect"


class OperationTable:
    """The operations of one part of a provider, in the order they were declared."""

    def __init__(self, provider: str) -> None:
        self.provider = provider
        self._operations: dict[str, Operation] = {}

    def operation(self, name: str, method: str, paths: str | Sequence[str], **facts: Any) -> Callable[[H], H]:
        """Declare the function below as the handler of an operation; the facts are the fields of `Operation`."""

        def declare(handler: H) -> H:
            id_ = f"{self.provider}.{name}"
            if id_ in self._operations:
                raise ValueError(f"operation {id_} is declared twice")
            if isinstance(facts.get("scopes"), str):
                raise TypeError(f"operation {id_}: scopes are a set of texts, not one text")
            facts["scopes"] = frozenset(facts.get("scopes", ()))
            facts["accepted"] = MappingProxyType(dict(facts.get("accepted", {})))
            facts["options"] = MappingProxyType(dict(facts.get("options", {})))
            reader = QueryReader(facts.get("query"))
            all_paths = (paths,) if isinstance(paths, str) else tuple(paths)
            operation = Operation(id_, method, all_paths, handler, reader=reader, **facts)
            for mistake in _mistakes(operation):
                raise ValueError(f"operation {id_}: {mistake}")
            self._operations[id_] = operation
            return handler

        return declare

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._operations.values())

    def __len__(self) -> int:
        return len(self._operations)


def joined(*tables: OperationTable) -> tuple[Operation, ...]:
    """The operations of several tables as one. Raises ValueError where two share an id."""
    every = tuple(operation for table in tables for operation in table)
    if len({operation.id for operation in every}) != len(every):
        raise ValueError("two tables declare the same operation")
    return every
