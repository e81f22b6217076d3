"""What a session starts from does not change, for every session of the scenario reads it."""

from __future__ import annotations

from typing import Any, cast

import pytest

from mockserver.identity.directory import Directory
from mockserver.session import Session, Template


def test_a_scenario_that_says_nothing_runs_strictly_in_real_time_and_is_empty() -> None:
    template = Template("office", Directory())

    assert (template.start, template.flow, template.strict) == (None, "real", True)
    assert list(Session("k3v9", template).documents.names()) == []


def test_a_template_cannot_be_changed() -> None:
    template = Template("office", Directory())

    with pytest.raises(AttributeError):
        cast("Any", template).strict = False
    with pytest.raises(TypeError):
        cast("Any", template.base)["events"] = None
