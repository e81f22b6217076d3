"""A filter in a message is written as Outlook writes it."""

from __future__ import annotations

import pytest

from mockserver.microsoft.odata.filter import parse
from mockserver.microsoft.odata.linq import linq


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("organizer/emailAddress/address eq 'x'", '(i.Organizer.EmailAddress == "x")'),
        ("attendees/any(a:a/emailAddress/address eq 'x')", 'i.Attendees.Any(a => (a.EmailAddress == "x"))'),
        ("attendees/any()", "i.Attendees.Any()"),
        ("a ne null and b ge 1", "((i.A != null) AndAlso (i.B >= 1))"),
        ("not a or contains(b,'x')", '(Not(i.A) OrElse Contains(i.B, "x"))'),
        ("a in ('x',1)", "new [] {'x', 1}.Contains(i.A)"),
    ],
)
def test_a_filter_is_written_as_a_tree_of_dot_net(text: str, expression: str) -> None:
    assert linq(parse(text)) == f"i => {expression}"
