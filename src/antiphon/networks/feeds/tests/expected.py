"""What a test document expects, read as what it is: a sentence about values; it is never run.

Only sentences of the form `path == constant`, `path` and `not path`, joined by `and`, are
understood; a sentence with a part that is of another form is left out as a whole.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_EXPECT = re.compile(r"Expect:\s*(.*?)\s*(?:-->|[\r\n])")
_MIME = re.compile(r"Header:\s*Content-type:\s*(.*?)\s*[\r\n]", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """One part: a path of names and numbers, and the value that should be there."""

    path: tuple[str | int, ...]
    value: Any


def expected(body: bytes) -> tuple[list[Said] | None, str]:
    """The parts of a document's sentence, None where it is of another form; and its media type."""
    text = _text(body)
    found, mime = _EXPECT.search(text), _MIME.search(text)
    return (_said(found[1]) if found else None), mime[1] if mime else ""


def _text(body: bytes) -> str:
    for encoding in ("utf-8", "utf-16", "utf-32", "cp037"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "Expect:" in text:
            return text
    return body.replace(b"\0", b"").decode("latin-1")


def _said(sentence: str) -> list[Said] | None:
    try:
        tree = ast.parse(sentence, mode="eval").body
        return list(_parts(tree))
    except (SyntaxError, ValueError):
        return None


def _parts(node: ast.expr) -> Iterator[Said]:
    match node:
        case ast.BoolOp(op=ast.And(), values=values):
            for value in values:
                yield from _parts(value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield Said(_path(operand), value=False)
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            yield Said(_path(left), ast.literal_eval(right))
        case _:
            yield Said(_path(node), value=True)


def _path(node: ast.expr) -> tuple[str | int, ...]:
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=value, attr=name):
            return (*_path(value), name)
        case ast.Subscript(value=value, slice=ast.Constant(value=str() | int() as key)):
            return (*_path(value), key)
        case ast.Call(func=ast.Name(id="len"), args=[of]):
            return (*_path(of), "len")
        case _:
            raise ValueError(ast.dump(node)[:40])
