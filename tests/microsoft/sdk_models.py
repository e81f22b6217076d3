"""Reads an answer as msgraph-sdk does: with its own models, and its own JSON reader. A helper, not a test.

kiota reads what it can and says nothing of the rest: a member of another type becomes None, an unknown one goes into
`additional_data`. So what was lost on the way is told apart here.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kiota_abstractions.serialization import AdditionalDataHolder, Parsable, ParsableFactory
from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory

from mockserver.microsoft.description import PRIMITIVES, description, item_of, match, method, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

GENERATED = "msgraph.generated"
# Written by hand, with attributes of its own and no room for what is unknown.
BY_HAND = {"batchResponseContent": "msgraph_core.requests"}


def parse_answer(http_method: str, path: str, status: int, body: bytes) -> Parsable:
    """The model that msgraph-sdk makes of a JSON answer to this request (`/v1.0/…`)."""
    return read(model_of(http_method, path, status), body)


def read(model: type[Parsable], body: bytes) -> Parsable:
    """The model that msgraph-sdk makes of this JSON."""
    node = JsonParseNodeFactory().get_root_parse_node("application/json", body)
    found: Parsable = node.get_object_value(_factory(model))
    return found


def model_of(http_method: str, path: str, status: int = 200) -> type[Parsable]:
    """The class that msgraph-sdk reads the answer of this request with; raises LookupError where there is none."""
    if status >= 400:
        return _imported(f"{GENERATED}.models.o_data_errors", description().error)
    method_id = match(http_method, path)
    response = method(method_id).response if method_id else None
    if method_id is None or response is None or item_of(response)[0] in PRIMITIVES or type_of(response).kind == "enum":
        raise LookupError(f"{http_method} {path}: nothing is published to be read from its answer")
    if response in BY_HAND:
        return _imported(BY_HAND[response], response)
    folder = method_id.partition(" ")[2].strip("/").split("/")
    own = ".".join([GENERATED, *(_folder(segment) for segment in folder)])
    # A body that is not shared stands beside the route that answers it.
    return _imported(own if response.endswith(("GetResponse", "PostResponse")) else f"{GENERATED}.models", response)


def lost(value: Any, model: Any, place: str = "") -> Iterator[str]:
    """Where a model holds nothing of what stands in the JSON it was read from."""
    if isinstance(value, list):
        if not isinstance(model, list) or len(model) != len(value):
            yield f"{place}: a list of {len(value)}, of which the model has {model!r}"[:200]
            return
        for index, (part, item) in enumerate(zip(value, model, strict=True)):
            yield from lost(part, item, f"{place}[{index}]")
    elif isinstance(value, dict) and isinstance(model, Parsable) and type(model).__module__.startswith(GENERATED):
        extra = model.additional_data if isinstance(model, AdditionalDataHolder) else {}
        for key, part in value.items():
            here = f"{place}.{key}".lstrip(".")
            if key in extra or part is None:
                continue
            held = getattr(model, _attribute(key), None)
            yield from [f"{here}: {part!r} is lost"[:200]] if held is None else lost(part, held, here)


def beside(model: Any) -> Iterator[str]:
    """The names of what the models know no property for, annotations aside."""
    if isinstance(model, list):
        for item in model:
            yield from beside(item)
    elif isinstance(model, Parsable):
        if isinstance(model, AdditionalDataHolder):
            yield from (name for name in model.additional_data if "@" not in name)
        for part in vars(model).values():
            yield from beside(part)


def _factory(model: type[Parsable]) -> ParsableFactory[Any]:
    return model  # type: ignore[return-value]  # kiota's classes are their own factories, which its types do not say


def _imported(folder: str, name: str) -> type[Parsable]:
    module = import_module(f"{folder}.{_snake(name)}")
    found: type[Parsable] = getattr(module, name[0].upper() + name[1:])
    return found


def _folder(segment: str) -> str:
    """The package of a segment: `{event-id}` is `item`, `f(A='{A}')` is `f_with_a`."""
    if segment.startswith("{"):
        return "item"
    name, _, arguments = segment.strip("$").partition("(")
    names = re.findall(r"(\w+)=", arguments)
    return "_with_".join(_snake(part) for part in [name, *names])


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?<!_)([A-Z])", r"_\1", name.replace(".", "_")).lower()


def _attribute(key: str) -> str:
    """The attribute of a property: `iCalUId` is `i_cal_u_id`, `@odata.type` is `odata_type`, `from` is `from_`."""
    name = _snake(key.removeprefix("@").replace("-", "_"))
    return f"{name}_" if name == "from" else name
