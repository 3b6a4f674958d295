"""How much of anything a request may bring or ask for. Our own judgement of November 2026."""

from typing import Any

from django.db import connections
from django.http import HttpRequest

from antiphon import environment

MB = 1_000_000
TEXT = 5 * MB // 2
"""Of a form or a document: the longest text of a network many times over."""
UPLOAD = 104 * MB
"""Of one request that brings a file: the largest picture and what stands around it. What is
larger comes in pieces."""
FIELDS = 2_000
"""A form with this many fields is none of ours."""
FILES = 20
HEADERS = 32_768
LONGEST_QUERY = 5
"""Seconds that the database may take for one question of a page."""
LINES = "multipart/form-data"
PIECE = "application/offset+octet-stream"
"""The type of a piece of a resumable upload (tus 1.0.0, read 2026-11)."""


def most_for(request: HttpRequest) -> int:
    """How many bytes this request may bring."""
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    return UPLOAD if kind in {LINES, PIECE} else TEXT


def server() -> dict[str, Any]:
    """How waitress is told to keep them, and whose word on forwarded addresses it takes.

    Without a proxy that we know every forwarding header is thrown away; with one it says the
    address and the scheme, once, and the rest is thrown away too.
    """
    facts: dict[str, Any] = {
        "max_request_body_size": UPLOAD,
        "max_request_header_size": HEADERS,
        "clear_untrusted_proxy_headers": True,
        "ident": None,
        "threads": 8,
    }
    if environment.BEHIND_TLS_PROXY.value():
        facts |= {
            "trusted_proxy": environment.PROXY.value(),
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    return facts


def be_patient() -> None:
    """In a process that serves pages no question to the database takes longer than that."""
    here = connections["default"]
    here.close()
    here.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend, since Django 5.1
    options = connections.settings["default"]["OPTIONS"]
    limit = f"-c statement_timeout={LONGEST_QUERY * 1000}"
    options["options"] = f"{options.get('options', '')} {limit}".strip()
