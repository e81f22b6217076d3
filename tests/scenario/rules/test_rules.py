from __future__ import annotations

import importlib
import inspect
import pkgutil

from mockserver.scenario import rules
from mockserver.scenario.rules import RULES


def test_every_public_rule_of_a_document_is_in_the_list() -> None:
    """A rule takes the document and nothing else; what else is public helps rules."""
    modules = [importlib.import_module(f"{rules.__name__}.{one.name}") for one in pkgutil.iter_modules(rules.__path__)]
    found = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and name[0] != "_"
        if list(inspect.signature(function).parameters) == ["document"] and name != "all_events"
    }

    assert found == set(RULES)


def test_every_rule_says_what_it_asks_for() -> None:
    assert all(rule.__doc__ for rule in RULES)
