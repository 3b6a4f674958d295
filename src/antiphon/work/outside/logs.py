"""What we write down about ourselves: one JSON object a line, and no secret in it."""

import logging
import logging.config
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from antiphon.kernel.secret import Secret

HIDDEN = "***"

# Names under which people keep what must not be seen.
_NAMES = re.compile(
    r"(?i)(pass(word|wd)?|secret|token|api[_-]?key|authori[sz]ation|cookie|session|credential|seed|otp)"
)
# Shapes in free text: bearer headers, secrets in query strings and in the paths of bots, our own
# API keys, JSON web tokens, passwords in addresses, our own links that let somebody in.
_SHAPES = (
    re.compile(r"(?i)(\b(?:bearer|basic|dpop)\s+)[\w.~+/=-]{8,}"),
    re.compile(
        r"(?i)((?:access_token|refresh_token|client_secret|code|token|key|secret|password|signature)"
        r"[\"']?\s*[=:]\s*[\"']?)[^\s&\"',}]{6,}"
    ),
    re.compile(r"(/bot)\d+:[\w-]{20,}"),
    re.compile(r"()\bant_[A-Za-z0-9]+_[\w-]{20,}"),
    re.compile(r"()\beyJ[\w-]+\.[\w-]+\.[\w-]*"),
    re.compile(r"(://[^/\s:@]*:)[^/\s@]+(?=@)"),
    # Whoever has such a link may come in: invitations, new passwords, proofs of an address.
    re.compile(r"(/(?:confirm-email|password/reset/key)/)[^/\s'\"]+"),
    re.compile(r"(/)(?![0-9a-f]{8}-[0-9a-f]{4}-)[\w-]{32,}(?=[/?.'\"\s]|$)"),
)

# These write whole addresses, and a token may be part of one.
TOO_TALKATIVE = ("httpx", "httpcore", "aiohttp", "urllib3", "requests", "oauthlib", "hpack")


def hide(value: Any) -> Any:
    """The value with everything that looks like a secret blotted out."""
    match value:
        case Secret() | bytes() | memoryview():
            return HIDDEN
        case str():
            return _blot(value)
        case Mapping():
            return {
                key: HIDDEN if _NAMES.search(str(key)) else hide(of) for key, of in value.items()
            }
        case list() | tuple() | set() | frozenset():
            return [hide(each) for each in value]
        case bool() | int() | float() | None:
            return value
        case _:
            return _blot(str(value))


def _blot(text: str) -> str:
    for shape in _SHAPES:
        text = shape.sub(rf"\1{HIDDEN}", text)
    return text


def redact(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The last look at a line before it is written."""
    plain = {"event", "level", "logger", "timestamp"}
    return {
        key: hide(value) if key in plain or not _NAMES.search(key) else HIDDEN
        for key, value in event.items()
    }


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class Out(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment, not what it was when we began."""

    @property
    def stream(self) -> TextIO:
        """Where to."""
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """There is no other place."""


def configure(options: Mapping[str, Any]) -> None:
    """Send everything, Django's own lines too, through the same door."""
    rendering: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        redact,
        structlog.processors.JSONRenderer(),
    ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": [structlog.stdlib.ExtraAdder(), *SHARED],
                    "processors": rendering,
                }
            },
            "handlers": {"out": {"()": Out, "formatter": "lines"}},
            "root": {"handlers": ["out"], "level": options.get("level", "INFO")},
            "loggers": {name: {"level": "ERROR"} for name in TOO_TALKATIVE}
            | {"procrastinate": {"level": "WARNING"}}
            | {"django.db.backends": {"level": "INFO"}},
        }
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
