"""A provider is what has the pipeline's view of one: the real ones, and that of the tests."""

from __future__ import annotations

import inspect

import pytest

from mockserver.control.provider import Control
from mockserver.google.provider import PROVIDERS
from mockserver.http.provider import Provider
from tests.http.books import Books, Rest

EVERY = (*PROVIDERS, Control, Books, Rest)
METHODS = [name for name, _ in inspect.getmembers(Provider, inspect.isfunction) if not name.startswith("_")]


def test_the_view_of_a_provider_is_small() -> None:
    assert METHODS == ["admit", "credential", "handle", "owns", "refuse", "render", "unmatched"]


@pytest.mark.parametrize("provider", EVERY, ids=lambda provider: provider.__name__)
@pytest.mark.parametrize("method", METHODS)
def test_a_provider_answers_in_the_pipelines_words(provider: type, method: str) -> None:
    expected = [*inspect.signature(getattr(Provider, method)).parameters]

    assert [*inspect.signature(getattr(provider, method)).parameters] == expected


@pytest.mark.parametrize("provider", EVERY, ids=lambda provider: provider.__name__)
def test_a_provider_says_what_it_reads_and_whether_it_is_in_a_session(provider: type) -> None:
    assert isinstance(vars(provider)["in_session"], bool)
    assert vars(provider)["body_limit"] > 0
    assert vars(provider)["name"]
