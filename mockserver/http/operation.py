"""The one declaration of an operation.

From it come the route, admission, the reading of parameters and their refusals, the name that the journal uses, the
page `docs/coverage.md` and the tests that run over every row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from mockserver.http.parameters import QueryReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import msgspec

    Handler = Callable[..., Any]
    H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class Operation:
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
    accepted: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    reference: str = ""
    confidential: bool = False
    also: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    reader: QueryReader = field(default_factory=lambda: QueryReader(None), compare=False)

    @property
    def name(self) -> str:
        """Its own name, without the provider's."""
        return self.id.partition(".")[2]


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
            facts["scopes"] = frozenset(facts.get("scopes", ()))
            facts["accepted"] = MappingProxyType(dict(facts.get("accepted", {})))
            facts["options"] = MappingProxyType(dict(facts.get("options", {})))
            reader = QueryReader(facts.get("query"))
            all_paths = (paths,) if isinstance(paths, str) else tuple(paths)
            self._operations[id_] = Operation(id_, method, all_paths, handler, reader=reader, **facts)
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
