from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.consent.view import MOST_CHARACTERS, MOST_FIELDS, AskedScope, BadDecision, Decision, decision
from tests.consent.markup import view

ASKED = (AskedScope("openid", "", "", required=True), AskedScope("read", "", ""), AskedScope("write", "", ""))


def test_allowing_gives_the_account_and_what_is_ticked() -> None:
    pairs = [("state", "s"), ("account", "alice"), ("ticked", "read"), ("ticked", "write"), ("decision", "allow")]

    assert decision(pairs) == Decision(allowed=True, account="alice", ticked=("read", "write"))


def test_denying_gives_nothing_whatever_is_ticked() -> None:
    pairs = [("account", "alice"), ("ticked", "read"), ("decision", "deny")]

    assert decision(pairs) == Decision(allowed=False, account="alice")


def test_the_choice_of_an_account_may_be_cancelled() -> None:
    assert decision([("decision", "deny")]) == Decision(allowed=False, account=None)


def test_an_account_alone_decides_nothing_yet() -> None:
    assert decision([("account", "bob")]) == Decision(allowed=None, account="bob")


def test_an_empty_account_asks_for_the_choice_again() -> None:
    assert decision([("account", "")]) == Decision(allowed=None, account=None)


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([], "decision is allow or deny, and there is none"),
        ([("decision", "yes"), ("account", "alice")], "decision is allow or deny, and it is 'yes'"),
        ([("decision", "allow")], "decision=allow needs account="),
        ([("decision", "allow"), ("account", "")], "decision=allow needs account="),
        ([("decision", "allow"), ("decision", "deny"), ("account", "alice")], "decision is there 2 times"),
        ([("decision", "allow"), ("account", "alice"), ("account", "bob")], "account is there 2 times"),
        ([("decision", "allow"), ("account", "a"), ("ticked", "x"), ("ticked", "x")], "ticked=x is there more than"),
        ([("account", "alice"), ("ticked", "read")], "decision is allow or deny, and there is none"),
        ([("account", "a" * (MOST_CHARACTERS + 1)), ("decision", "allow")], "account has 501 characters; at most 500"),
        ([("other", "x")] * (MOST_FIELDS + 1), "the form has more than 200 fields"),
    ],
)
def test_what_the_page_does_not_post_is_refused_with_what_would_be_right(
    pairs: list[tuple[str, str]], said: str
) -> None:
    with pytest.raises(BadDecision) as refused:
        decision(pairs)

    assert said in str(refused.value)


FIELD = st.tuples(
    st.sampled_from(["decision", "account", "ticked", "state"]), st.sampled_from(["allow", "deny", "", "a"])
)


@given(st.lists(FIELD, max_size=8))
def test_any_form_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    try:
        read = decision(pairs)
    except BadDecision:
        return

    assert read.allowed is None or ("decision", "allow" if read.allowed else "deny") in pairs
    assert (read.account or "") in [value for name, value in pairs if name == "account"] + [""]
    assert list(read.ticked) == [value for name, value in pairs if name == "ticked" and read.allowed]


def test_granted_are_the_required_scopes_and_the_ticked_ones_in_the_order_asked() -> None:
    allowed = Decision(allowed=True, account="alice", ticked=("write",))

    assert allowed.granted(ASKED) == ("openid", "write")


def test_nothing_is_granted_where_it_was_denied() -> None:
    assert Decision(allowed=False, account="alice").granted(ASKED) == ()


def test_a_scope_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(BadDecision, match="ticked=admin was not asked for; asked for were openid, read, write"):
        Decision(allowed=True, account="alice", ticked=("admin",)).granted(ASKED)


def test_nobody_is_chosen_where_the_key_is_none_of_the_accounts() -> None:
    assert view(chosen="mallory").account is None


def test_what_is_hidden_may_not_answer_for_the_person() -> None:
    with pytest.raises(ValueError, match="the page itself posts decision"):
        view(hidden=(("state", "s"), ("decision", "allow")))
