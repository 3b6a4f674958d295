"""Bodies and headers of requests, as the client wants them."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from antiphon.connect.transport.answer import Part, Slice, read_file


def plain(params: Any) -> Any:
    if isinstance(params, Mapping):
        return {name: _text(value) for name, value in params.items() if value is not None}
    return params


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def payload(form: Any, parts: Sequence[Part] | None, body: bytes | Slice | None) -> Any:
    if parts is not None:
        return _multipart(parts)
    if form is not None:
        return aiohttp.FormData(list(plain(form).items()) if isinstance(form, Mapping) else form)
    if isinstance(body, Slice):
        return read_file(body)
    return body


def _multipart(parts: Sequence[Part]) -> aiohttp.FormData:
    form = aiohttp.FormData(default_to_multipart=True)
    for part in parts:
        if isinstance(part.value, Path):
            form.add_field(part.name, part.value.open("rb"), filename=part.filename,
                           content_type=part.mime)  # fmt: skip
        elif isinstance(part.value, Slice | bytes):
            body = part.value if isinstance(part.value, bytes) else part.value.read()
            form.add_field(part.name, BytesIO(body), filename=part.filename,
                           content_type=part.mime)  # fmt: skip
        else:
            form.add_field(part.name, part.value, filename=part.filename, content_type=part.mime)
    return form


def as_written(url: str) -> str | URL:
    """An address with escapes of its own goes out byte for byte.

    yarl would take back those that it finds needless; names with colons (`urn%3Ali%3A…`) and
    addresses that are signed mean something else then.
    """
    return URL(url, encoded=True) if "%" in url and url.isascii() and " " not in url else url


def headers_for(headers: Mapping[str, str] | None, body: bytes | Slice | None) -> dict[str, str]:
    length = {"Content-Length": str(body.size)} if isinstance(body, Slice) else {}
    return {**length, **(headers or {})}
