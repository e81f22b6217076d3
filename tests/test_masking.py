"""Masking: what carries a secret is kept, the secret is not, in every form that a request can have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.masking import NAMES, mask, mask_query

if TYPE_CHECKING:
    from collections.abc import Callable

CANARY = "c4n4ry-0f-th3-t3sts"
SHOWN = sorted(name for name in NAMES if name not in {"cookie", "set-cookie"})
MULTIPART = '--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n--b--\r\n'


def camel(name: str) -> str:
    first, *others = name.replace("-", "_").split("_")
    return first + "".join(word.capitalize() for word in others)


def every_letter_encoded(name: str) -> str:
    return "".join(f"%{ord(letter):02x}" for letter in name)


FORMS: dict[str, Callable[[str, str], str]] = {
    "form": lambda name, value: f"a=b&{name}={value}&c=d",
    "first of a form": lambda name, value: f"{name}={value}",
    "form, capitals": lambda name, value: f"{name.upper()}={value}",
    "form, name encoded": lambda name, value: f"a=b&{every_letter_encoded(name)}={value}",
    "form, name encoded twice": lambda name, value: f"a=b&{quote(every_letter_encoded(name))}={value}",
    "form, spaces": lambda name, value: f"a=b&+{name}%20={value}",
    "form, a plus": lambda name, value: f"a=b&{name}+={value}",
    "form, list": lambda name, value: f"{name}[]={value}&{name}%5B0%5D={value}",
    "form, semicolons": lambda name, value: f"a=b;{name}={value}",
    "form in a form": lambda name, value: f"a=b&state={quote_plus(f'{name}={value}&x=y')}",
    "URL in a form": lambda name, value: f"uri={quote_plus(f'https://x.example/back?{name}={value}')}",
    "JSON in a form": lambda name, value: f"state={quote_plus(json.dumps({name: value}))}",
    "equals sign encoded": lambda name, value: f"{name}%3D{value}",
    "URL": lambda name, value: f"https://x.example/back?{name}={value}&a=b",
    "fragment": lambda name, value: f"https://x.example/back#{name}={value}&a=b",
    "JSON": lambda name, value: json.dumps({"a": 1, name: value, "b": 2}),
    "JSON, spaced": lambda name, value: json.dumps({name: value}, indent=2, separators=(" , ", " : ")),
    "JSON, capitals": lambda name, value: json.dumps({name.upper(): value}),
    "JSON, camel case": lambda name, value: json.dumps({camel(name): value}),
    "JSON, nested": lambda name, value: json.dumps({"a": [{"b": {name: value}}]}),
    "JSON, a list of values": lambda name, value: json.dumps({name: [value, [value]], "b": 2}),
    "JSON, a quote in it": lambda name, value: json.dumps({name: f'"{value}" \\ {value}'}),
    "JSON, in text": lambda name, value: json.dumps({"log": json.dumps({name: value})}),
    "JSON, in text in text": lambda name, value: json.dumps({"log": json.dumps({"log": json.dumps({name: value})})}),
    "JSON, name escaped": lambda name, value: f'{{"\\u{ord(name[0]):04x}{name[1:]}":"{value}"}}',
    "JSON, URL in text": lambda name, value: json.dumps({"a": f"see https://x.example/?{name}={value}", "b": 1}),
    "JSON, cut off": lambda name, value: json.dumps({"a": 1, name: value})[:-2],
    "JSON, in single quotes": lambda name, value: f"{{'{name}': '{value}'}}",
    "JSON, UTF-8 mark": lambda name, value: "\ufeff" + json.dumps({name: value}),
    "multipart": lambda name, value: MULTIPART.format(name=name, value=value, more=""),
    "multipart, no quotes": lambda name, value: MULTIPART.replace('"', "").format(name=name, value=value, more=""),
    "multipart, a type": lambda name, value: MULTIPART.format(
        name=name, value=value, more='; filename="x"\r\nContent-Type: text/plain'
    ),
    "multipart, cut off": lambda name, value: MULTIPART.format(name=name, value=value, more="").partition("\r\n--b--")[
        0
    ],
    "a line": lambda name, value: f"POST /x HTTP/1.1\r\n{name}: {value}\r\nAccept: */*\r\n",
}
HEADERS = ("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Goog-Api-Key")


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_goes_in_every_form_and_under_every_name(form: str) -> None:
    for name in SHOWN:
        data = FORMS[form](name, CANARY)
        masked = mask(data.encode()).decode()
        assert CANARY in data
        assert CANARY not in masked, (data, masked)
        assert "***" in masked


@pytest.mark.parametrize("form", [form for form in FORMS if "form" in form or "sign" in form])
def test_a_query_is_masked_in_the_same_way(form: str) -> None:
    for name in SHOWN:
        assert CANARY not in mask_query(FORMS[form](name, CANARY))


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_goes_wherever_its_carrier_is_cut_off(form: str) -> None:
    data = FORMS[form]("refresh_token", CANARY)
    begins = data.index(CANARY)
    for length in range(begins + 1, len(data) + 1):
        left = min(len(CANARY), length - begins)
        assert CANARY[: max(left, 3)] not in mask(data[:length].encode()).decode()[: begins + left], data[:length]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(
    "around",
    [
        "{header}: Bearer {value}\r\nAccept: */*",
        "GET / HTTP/1.1\r\n{lower}:{value}\r\n\r\n",
        "curl -H '{header}: Bearer {value}' https://x.example",
        '{{"headers":{{"{header}":"Bearer {value}"}}}}',
        '{{"log":"sent {header}: Bearer {value}, got 401"}}',
        '{{"log":"line\\n{lower}: {value}"}}',
        "--b\r\nContent-Type: application/http\r\n\r\nGET /x HTTP/1.1\r\n{header}: Bearer {value}\r\n\r\n--b--",
        "{header}: first,\r\n {value}\r\nAccept: */*",
    ],
)
def test_a_header_line_within_a_body_is_masked(header: str, around: str) -> None:
    data = around.format(header=header, lower=header.lower(), value=CANARY)

    assert CANARY not in mask(data.encode()).decode()


def test_what_stands_around_a_secret_stays() -> None:
    assert mask(b"a=1&client_secret=x&b=%20y") == b"a=1&client_secret=***&b=%20y"
    assert mask(b'{"a": 1, "token": "x", "b": [2]}') == b'{"a": 1, "token": "***", "b": [2]}'
    assert mask(b'{"token": {"a": "x"}, "b": 2}') == b'{"token": "***", "b": 2}'
    assert mask(b"A: 1\r\nAuthorization: Bearer x\r\nB: 2") == b"A: 1\r\nAuthorization: ***\r\nB: 2"
    assert mask_query("q=a%2Bb&code=x&state=%7B%7D") == "q=a%2Bb&code=***&state=%7B%7D"


def test_the_code_of_an_error_is_shown_where_it_is_words() -> None:
    for code in ("ErrorItemNotFound", "Request_BadRequest", "RequestBroker--ParseUri"):
        data = json.dumps({"error": {"code": code, "message": "m", "innerError": {"code": code}}}).encode()

        assert mask(data) == data


@pytest.mark.parametrize("code", ["4/0AX4XfWh", "M.C507_BAY.2.U", "0.AXoA", CANARY])
def test_a_code_that_is_no_words_is_masked_also_where_an_error_has_its_own(code: str) -> None:
    assert code not in mask(json.dumps({"error": {"code": code}}).encode()).decode()


def test_a_code_of_words_is_masked_where_no_error_is() -> None:
    assert mask(b'{"code": "ErrorItemNotFound"}') == b'{"code": "***"}'


def test_the_secrets_that_graph_has_by_itself_are_masked() -> None:
    data = json.dumps({"clientState": CANARY, "uploadUrl": f"https://x.example/Sessions('1')?authtoken={CANARY}"})

    assert CANARY not in mask(data.encode()).decode()
    assert mask_query(f"authtoken={CANARY}") == "authtoken=***"


def test_a_token_for_graph_goes_with_its_header_whatever_its_shape() -> None:
    token = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.mock-k3v9_" + CANARY

    assert CANARY not in mask(f"GET /v1.0/me\r\nAuthorization: Bearer {token}\r\n\r\n".encode()).decode()
    assert CANARY not in mask(json.dumps({"headers": {"Authorization": f"Bearer {token}"}}).encode()).decode()


def test_places_in_a_list_are_shown() -> None:
    query = "$skiptoken=RFNwdAoAAQAAAAAA&%24deltatoken=R0usmcCM996atia"

    assert mask_query(query) == query


def test_a_document_cut_off_within_a_text_ends_with_the_text() -> None:
    data = json.dumps({"log": json.dumps({"token": CANARY})[:-2], "after": "visible"})

    assert mask(data.encode()) == json.dumps({"log": '{"token": "***"', "after": "visible"}).encode()


def test_an_empty_value_is_shown_for_it_is_the_mistake() -> None:
    assert mask(b"client_secret=&code=") == b"client_secret=&code="
    assert mask(b'{"token":"","code":null}') == b'{"token":"","code":null}'


@pytest.mark.parametrize(
    "data",
    [
        b'{"error":{"code":404,"message":"Not Found"}}',
        b'{"conferenceSolution":{"key":{"type":"hangoutsMeet"}}}',
        b'{"summary":"The key to the code is a token of thanks","description":"cookies\\nand secrets"}',
        b"q=the+secret+code",
        b"pageToken=EjsKMG9uY2Ug&syncToken=CPDAlvWDx70CEPDA",
        b'{"nextPageToken":"abc","tokens":3,"keyboard":"x","decode":"y"}',
        b"summary=100%25",
        b"",
        b"\xff\xfe",
    ],
)
def test_what_is_no_secret_stays_as_it_is(data: bytes) -> None:
    assert mask(data) == data


def test_a_text_in_utf_16_hides_nothing() -> None:
    data = json.dumps({"token": CANARY}).encode("utf-16")

    assert CANARY.encode() not in mask(data).replace(b"\0", b"")


def test_what_is_wrapped_too_often_is_masked_as_a_whole() -> None:
    wrapped = f"token={CANARY}"
    for _ in range(8):
        wrapped = "a=" + quote_plus(wrapped)

    assert CANARY not in mask(wrapped.encode()).decode()


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)


@given(JSON, st.sampled_from(SHOWN), st.booleans(), st.sampled_from([None, 1]))
def test_any_document_loses_its_secret_and_stays_a_document(
    document: Any, name: str, escaped: bool, indent: int | None
) -> None:
    data = json.dumps({"before": document, name: CANARY, "after": document}, ensure_ascii=escaped, indent=indent)
    masked = mask(data.encode()).decode()

    assert CANARY not in masked
    assert json.loads(masked)[name] == "***"


@given(st.dictionaries(st.text(max_size=6), st.text(max_size=8), max_size=4), st.sampled_from(SHOWN))
def test_any_form_loses_its_secret(fields: dict[str, str], name: str) -> None:
    pairs = [*fields.items(), (name, CANARY), *fields.items()]
    data = "&".join(f"{quote_plus(key)}={quote_plus(value)}" for key, value in pairs)

    assert CANARY not in mask(data.encode()).decode()
    assert CANARY not in mask_query(data)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(str.encode)))
def test_whatever_it_is_masking_never_fails_and_is_done_once(data: bytes) -> None:
    masked = mask(data)

    assert mask(masked) == masked
    mask_query(data.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "unit",
    [
        *(
            b"x token ",
            b'{"token":{',
            b'"token',
            b"token\\",
            b"token, ",
            b"name=token;",
            b"\nkey %25",
            b"a=key%2525253d",
        ),
        *(b"\\u0061token", b"&a=%41", b"token\n \n", b"'token':", b'"key":[', b"Cookie\n", b"[{"),
    ],
)
def test_no_body_takes_long(unit: bytes) -> None:
    """Twice as much takes about twice as long, counted in steps of the machine's own: nothing here is quadratic."""
    small, large = (min(steps(unit * (size // len(unit))) for _ in range(3)) for size in (8_000, 32_000))

    assert large < 12 * small + 0.002


def steps(data: bytes) -> float:
    """The processor's seconds that masking takes."""
    import time  # noqa: PLC0415 - only here

    before = time.process_time()
    mask(data)
    return time.process_time() - before
