"""The body of an event: HTML as it is kept, its preview, and the text that it is where a client prefers text.

Every body is kept as HTML in the service's own frame, without what could run (the reference's section 3.7). The markup
is read by one small scanner that looks at each character a bounded number of times, whatever is sent: both
`html.parser` and the sanitizers that were tried need quadratic time for a body that is made for it.
What is stripped and how text looks is [inferred].
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PREVIEW: Final = 255
"""Characters of a bodyPreview."""
EMPTY: Final[Mapping[str, str]] = {"contentType": "html", "content": ""}
_HEAD = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
_FOOT = "</body></html>"
_PREVIEWED = 16_384  # characters of markup that are looked at for a preview first
_TAGS = frozenset(
    {
        "a", "abbr", "address", "area", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center",
        "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
        "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "map", "mark", "ol",
        "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td",
        "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    }
)  # fmt: skip
_VOID = frozenset({"area", "br", "col", "hr", "img", "wbr"})
_UNSEEN = frozenset(
    {
        "applet", "embed", "iframe", "math", "noscript", "object", "script", "style", "svg", "template",
        "title", "xml",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "blockquote", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
        "h4", "h5", "h6", "li", "ol", "p", "pre", "table", "tr", "ul",
    }
)  # fmt: skip
_RAW = frozenset({"script", "style", "title"})
_LINKS = frozenset({"href", "src", "cite", "background"})
_UNSAFE_ATTRIBUTES = frozenset({"srcdoc", "srcset", "action", "formaction", "xmlns"})
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid", "sip", "ftp"})
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<rest>(?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""", re.IGNORECASE | re.ASCII
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?+""")
_SPACE = re.compile(r"[ \t\r\n\f]++")
_LINE = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x20]")


class _Piece(NamedTuple):
    """A text; or a tag: its name in small letters, and the text of its attributes."""

    text: str = ""
    name: str = ""
    end: bool = False
    attributes: str = ""


def read(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """`body` and `bodyPreview` of an event whose body a client wrote so; null is an empty one."""
    content = (given or {}).get("content") or ""
    is_text = (given or {}).get("contentType") == "text"
    return _kept(_of_text(content) if is_text else _safe(content))


def with_block(body: Mapping[str, str], block: str) -> dict[str, Any]:
    """`body` and `bodyPreview` of an event with some HTML of the service's added at its end."""
    inner = body["content"].removeprefix(_HEAD).removesuffix(_FOOT)
    return _kept(inner + block)


def as_text(content: str) -> str:
    """The HTML of a body as plain text with lines that end in CRLF."""
    lines = [""]
    for piece in _pieces(content):
        if piece.text:
            words = _SPACE.sub(" ", unescape(piece.text))
            lines[-1] += words.lstrip(" ") if lines[-1][-1:] in ("", " ") else words
        elif piece.name == "br" or (piece.name in _BLOCKS and lines[-1].strip()):
            lines.append("")
        elif piece.name in ("td", "th") and not piece.end and lines[-1]:
            lines[-1] += "\t"
    return "\r\n".join(line.rstrip(" ").replace("\xa0", " ") for line in lines).rstrip()


def preview(content: str) -> str:
    """The beginning of a body as plain text. No more of it is read than that takes."""
    if not content:
        return ""
    shown = as_text(content[:_PREVIEWED])
    return (shown if len(shown) >= PREVIEW or len(content) <= _PREVIEWED else as_text(content))[:PREVIEW]


def _kept(inner: str) -> dict[str, Any]:
    content = f"{_HEAD}{inner}{_FOOT}" if inner.strip() else ""
    return {"body": {"contentType": "html", "content": content}, "bodyPreview": preview(content)}


def _of_text(text: str) -> str:
    """Plain text as HTML, in the frame that Exchange gives to it."""
    if not text.strip():
        return ""
    lines = (escape(line, quote=False).replace("  ", "&nbsp; ") for line in _LINE.split(text))
    return f'<div class="PlainText">{"<br>".join(lines)}</div>'


def _safe(content: str) -> str:
    """The inside of a body, without what could run and without tags that nobody knows; every element is closed."""
    out: list[str] = []
    opened: list[str] = []
    there: dict[str, int] = {}
    for piece in _pieces(content):
        name = piece.name
        if not name:
            out.append(piece.text.replace("<", "&lt;"))
        elif name not in _TAGS:
            continue
        elif not piece.end:
            out.append(f"<{name}{_attributes(piece.attributes)}>")
            if name not in _VOID:
                opened.append(name)
                there[name] = there.get(name, 0) + 1
        elif there.get(name):
            closed = ""
            while closed != name:
                closed = opened.pop()
                there[closed] -= 1
                out.append(f"</{closed}>")
    return "".join(out).strip() + "".join(f"</{name}>" for name in reversed(opened))


def _attributes(text: str) -> str:
    return "".join(_allowed(text)) if text.strip() else ""


def _allowed(text: str) -> Iterator[str]:
    for match in _ATTRIBUTE.finditer(text):
        name = match[1].lower()
        value = unescape(match[2] or match[3] or match[4] or "")
        if name.startswith("on") or name in _UNSAFE_ATTRIBUTES or not name.isascii() or "<" in name:
            continue
        if name in _LINKS and not _is_safe(value):
            continue
        if name == "style" and ("expression(" in value.lower() or "javascript:" in value.lower()):
            continue
        yield f' {name}="{escape(value)}"'


def _is_safe(address: str) -> bool:
    """Whether following an address runs nothing; an address without a scheme is a place in the same document."""
    scheme, colon, _ = _CONTROL.sub("", address).partition(":")
    return not colon or "/" in scheme or "?" in scheme or "#" in scheme or scheme.lower() in _SCHEMES


def _pieces(content: str) -> Iterator[_Piece]:
    """The texts and tags of a body. Comments are left out, and what is never shown, with all that is in it."""
    place = 0
    while (opening := content.find("<", place)) >= 0:
        if opening > place:
            yield _Piece(content[place:opening])
        tag = _TAG.match(content, opening)
        if tag is not None:
            name = tag["name"].lower()
            shown = tag["end"] or name not in _UNSEEN or (tag["rest"].endswith("/") and name not in _RAW)
            place = tag.end() if shown else _next(content, f"</{name}", tag.end()).start
            yield _Piece("", name, bool(tag["end"]), tag["rest"])
        elif content.startswith("<!--", opening):
            place = _next(content, "-->", opening + 4).stop
        elif content[opening + 1 : opening + 2] in {"!", "?", "/"} or content[opening + 1 : opening + 2].isalpha():
            place = _next(content, ">", opening).stop
        else:
            yield _Piece("<")
            place = opening + 1
    if place < len(content):
        yield _Piece(content[place:])


def _next(content: str, wanted: str, place: int) -> slice[int, int, None]:
    """Where these words stand next; what is never closed takes all that follows, as in browsers."""
    found = re.compile(re.escape(wanted), re.IGNORECASE).search(content, place)
    return slice(len(content), len(content)) if found is None else slice(*found.span())
