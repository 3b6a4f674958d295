"""Bad lines for talks: what can happen to the messages of a WebSocket (RFC 6455) on their way.

Opening a talk is a `GET`; each message of whoever opened it counts as a `POST` of its own, whose
path is what it says. So the rules of a line mean the same here as for requests.
"""

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

TEXT, CLOSE = 1, 8
PATIENCE = 5.0
"""Seconds for which an answer is waited that is to be lost."""


def opens_talk(request: bytes) -> bool:
    """Whether these are the words that open a talk."""
    head = request.split(b"\r\n\r\n", 1)[0].lower()
    return request.startswith(b"GET ") and b"upgrade: websocket" in head


def in_plain_words(opening: bytes) -> bytes:
    """The opening without an offer to pack what is said, so that it can be read on its way."""
    return re.sub(rb"(?im)^sec-websocket-extensions:.*\r\n", b"", opening)


@dataclass(frozen=True, slots=True)
class Frame:
    """One piece of a talk, as it came and as it reads."""

    raw: bytes
    kind: int
    text: str


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next piece; nothing at the end."""
    head = stream.read(2)
    if len(head) < 2:
        return None
    size, more = head[1] & 0x7F, b""
    if size >= 126:
        more = stream.read(2 if size == 126 else 8)
        size = int.from_bytes(more, "big")
    mask = stream.read(4) if head[1] & 0x80 else b""
    body = stream.read(size)
    plain = bytes(one ^ mask[at % 4] for at, one in enumerate(body)) if mask else body
    return Frame(head + more + mask + body, head[0] & 0x0F, plain.decode("utf-8", "replace"))


def message(text: str) -> bytes:
    """A whole message as a server sends it."""
    body = text.encode()
    if len(body) < 126:
        return struct.pack("!BB", 0x80 | TEXT, len(body)) + body
    return struct.pack("!BBH", 0x80 | TEXT, 126, len(body)) + body


@dataclass
class Pipe:
    """What comes back from the far side: let through, changed or kept."""

    near: socket.socket
    far: socket.socket
    treat: Callable[[bytes], bytes | None] | None = None
    """What becomes of the next answer; None for nothing, and the talk ends with it."""
    _answered: threading.Event = field(default_factory=threading.Event)

    def carry(self) -> None:
        """Carry answers until either side hangs up."""
        with contextlib.suppress(OSError):
            while piece := self.far.recv(65_536):
                treat, self.treat = self.treat, None
                told = treat(piece) if treat else piece
                if told:
                    self.near.sendall(told)
                if treat:
                    self._answered.set()
        with contextlib.suppress(OSError):
            self.near.shutdown(socket.SHUT_RDWR)

    def send(self, raw: bytes, treat: Callable[[bytes], bytes | None] | None = None) -> None:
        """Let one message through, and wait for its answer where something becomes of that."""
        self._answered.clear()
        self.treat = treat
        self.far.sendall(raw)
        if treat:
            self._answered.wait(PATIENCE)


def drip(near: socket.socket, answer: bytes) -> None:
    """A byte a second."""
    for place in range(len(answer)):
        near.sendall(answer[place : place + 1])
        time.sleep(1)
