"""The types that the calendar routes of msgraph-sdk reach: properties, bases and members, from its models' source.

A type of Microsoft Graph has the property `@odata.type`; what has none is the body of a request or of an answer. The
models declare every property optional, so nothing here tells what may be null. A property that holds an entity is a
navigation property, because OData knows no others that do.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tools.graph_source import Source, UnknownFactError, read

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

# What kiota reads a property with, and the OData type that it stands for. Integer is Edm.Int16 to Edm.Int64, Number is
# Edm.Single, Edm.Double and Edm.Decimal: the models do not tell which.
PRIMITIVES = {
    "get_bool_value": "Boolean",
    "get_bytes_value": "Binary",
    "get_date_value": "Date",
    "get_datetime_value": "DateTimeOffset",
    "get_float_value": "Number",
    "get_int_value": "Integer",
    "get_str_value": "String",
    "get_time_value": "TimeOfDay",
    "get_timedelta_value": "Duration",
    "get_uuid_value": "Guid",
}
OBJECTS = frozenset({"get_enum_value", "get_object_value"})
COLLECTIONS = frozenset({"get_collection_of_enum_values", "get_collection_of_object_values"})
PYTHON = {"UUID": "Guid", "bool": "Boolean", "bytes": "Binary", "float": "Number", "int": "Integer", "str": "String"}
# Everything in Graph derives from these two: what derives from them is described where something else reaches it.
BASES_OF_ALL = frozenset({"entity", "directoryObject"})
TYPE_NAME = "#microsoft.graph."


class Types:
    """Gathers the types that are reached; `rows` are their facts, by name."""

    def __init__(self, models: Path, keyed: Collection[str], navigation: Mapping[str, Collection[str]]) -> None:
        """`keyed`: types that a path has a key of, which are entities even where their key is not `id`.

        `navigation`: the navigation properties that are carried over of types that also lead elsewhere.
        """
        self.rows: dict[str, dict[str, Any]] = {}
        self._keyed = keyed
        self._entity = models / "entity.py"
        self._navigation = navigation

    def reach(self, source: Source) -> str:
        """Describe a class and all that it leads to; answers its name."""
        name = _name(source)
        known = name in self.rows
        row = self._row(source, name)
        if known:
            if self.rows[name] != row:
                raise UnknownFactError(f"{source.path}: there is another type called {name}")
            return name
        self.rows[name] = row
        for led_to in self._leads_to(source, name):
            self.reach(led_to)
        return name

    def _row(self, source: Source, name: str) -> dict[str, Any]:
        if "Enum" in source.bases():
            return {"kind": "enum", "members": _members(source)}
        row: dict[str, Any] = {"kind": self._kind(source)}
        base = _base(source)
        if base is not None:
            row["base"] = _name(base)
        if (sent := _default(source, "odata_type")) is not None:
            row["odataType"] = sent
        properties, navigation = self._properties(source, name)
        row |= {"properties": properties} if properties else {}
        row |= {"navigation": navigation} if navigation else {}
        defaults = {
            wire: value for wire, attribute in _wires(source) if (value := _default(source, attribute)) is not None
        }
        defaults.pop("@odata.type", None)
        return row | ({"defaults": defaults} if defaults else {})

    def _kind(self, source: Source) -> str:
        chain = [source]
        while (base := _base(chain[-1])) is not None:
            chain.append(base)
        if chain[-1].path == self._entity or _name(source) in self._keyed:
            return "entity"
        return "complex" if any("@odata.type" in dict(_wires(link)) for link in chain) else "body"

    def _properties(self, source: Source, name: str) -> tuple[dict[str, str], dict[str, str]]:
        properties, navigation = {}, {}
        for wire, type_name, target in _properties(source):
            if target is None or "Enum" in target.bases() or self._kind(target) != "entity" or wire == "value":
                properties[wire] = type_name
            elif wire in self._navigation.get(name, (wire,)):
                navigation[wire] = type_name
        properties.pop("@odata.type", None)
        return properties, navigation

    def _leads_to(self, source: Source, name: str) -> list[Source]:
        if "Enum" in source.bases():
            return []
        row = self.rows[name]
        carried = row.get("properties", {}).keys() | row.get("navigation", {}).keys()
        found = [target for wire, _, target in _properties(source) if target is not None and wire in carried]
        if (base := _base(source)) is not None:
            found.append(base)
        return found if name in BASES_OF_ALL else found + _derived(source)


def _name(source: Source) -> str:
    """What Graph calls the type; the class name has a capital, and an underscore where Python has the word already."""
    name = source.name[0].lower() + source.name[1:].rstrip("_")
    sent = _default(source, "odata_type") if "Enum" not in source.bases() else None
    if sent not in {None, TYPE_NAME + name}:
        raise UnknownFactError(f"{source.path}: is called {sent}; {TYPE_NAME}{name} was expected")
    return name


def _base(source: Source) -> Source | None:
    own = [name for name in source.bases() if name in source.imports]
    if len(own) > 1:
        raise UnknownFactError(f"{source.path}: more than one base: {own}")
    return source.named(own[0]) if own else None


def _members(source: Source) -> list[str]:
    """The members of an enum: kiota writes `Free = "free",`."""
    found = []
    for child in source.node.body:
        match child:
            case ast.Assign(value=ast.Tuple(elts=[ast.Constant(value=str(member))])):
                found.append(member)
            case _:
                raise UnknownFactError(f"{source.path}:{child.lineno}: no rule for this member of an enum")
    return found


def _default(source: Source, attribute: str) -> Any:
    """The value that the model gives a property which is not set; None where it gives none."""
    field = source.fields().get(attribute)
    if field is None or field.value is None:
        return None
    if not isinstance(field.value, ast.Constant):
        raise UnknownFactError(f"{source.path}: the default of {attribute} is no constant")
    return field.value.value


def _deserializers(source: Source) -> ast.Dict:
    for child in source.function("get_field_deserializers").body:
        match child:
            case ast.AnnAssign(target=ast.Name(id="fields"), value=ast.Dict() as table):
                return table
    raise UnknownFactError(f"{source.path}: no table of fields")


def _calls(source: Source) -> list[tuple[str, str, ast.Call]]:
    """The name of each property in JSON, the model's attribute, and the call that reads it."""
    found = []
    table = _deserializers(source)
    for key, reader in zip(table.keys, table.values, strict=True):
        match key, reader:
            case (
                ast.Constant(value=str(wire)),
                ast.Lambda(body=ast.Call(args=[_, ast.Constant(value=str(attribute)), ast.Call() as call])),
            ):
                found.append((wire, attribute, call))
            case _:
                raise UnknownFactError(f"{source.path}:{reader.lineno}: no rule for this field")
    return found


def _wires(source: Source) -> list[tuple[str, str]]:
    return [(wire, attribute) for wire, attribute, _ in _calls(source)]


def _properties(source: Source) -> list[tuple[str, str, Source | None]]:
    """Each property of a model, its type, and the class of it where it is none of OData's primitives."""
    return [(wire, *_type(source, call)) for wire, _, call in _calls(source)]


def _type(source: Source, call: ast.Call) -> tuple[str, Source | None]:
    match call:
        case ast.Call(func=ast.Attribute(attr=getter), args=[]) if getter in PRIMITIVES:
            return PRIMITIVES[getter], None
        case ast.Call(func=ast.Attribute(attr=getter), args=[ast.Name(id=name)]) if getter in OBJECTS:
            return _name(source.named(name)), source.named(name)
        case ast.Call(func=ast.Attribute(attr=getter), args=[ast.Name(id=name)]) if getter in COLLECTIONS:
            return f"Collection({_name(source.named(name))})", source.named(name)
        case ast.Call(func=ast.Attribute(attr="get_collection_of_primitive_values"), args=[ast.Name(id=name)]):
            if name in PYTHON:
                return f"Collection({PYTHON[name]})", None
    raise UnknownFactError(f"{source.path}:{call.lineno}: no rule for {ast.unparse(call)}")


def _derived(source: Source) -> list[Source]:
    """The types that may stand where this one is declared."""
    found = []
    for node in ast.walk(source.function("create_from_discriminator_value")):
        match node:
            case ast.ImportFrom(module=str(module), names=[ast.alias(name=name)]) if node.level == 1:
                found.append(read(source.path.parent.joinpath(*module.split(".")).with_suffix(".py"), name))
    return found
