"""Bad lines: what can happen to a request and its answer on the way, put around a simulator.

A line listens on loopback, reads whole HTTP/1.1 requests, and for each lets the first rule decide
that fits: how often, to which method and path, and what goes wrong. Nothing is random here; a
seeded choice of rules is a whole bad day.
"""

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO


class Trouble(StrEnum):
    """What goes wrong."""

    REFUSE = "refuse"  # the connection ends before the request is read
    LOSE_BEFORE = "lose_before"  # the request is read and never arrives
    LOSE_AFTER = "lose_after"  # it arrives; the answer is lost
    LATE = "late"  # it arrives after the asker gave up; the answer is lost
    ANSWER = "answer"  # it never arrives; another answer comes back
    ANSWER_AFTER = "answer_after"  # it arrives; another answer comes back
    CUT = "cut"  # it arrives; half of the answer comes back
    DRIP = "drip"  # it arrives; the answer comes a byte a second
    SLOW = "slow"  # it arrives and is answered, late


@dataclass
class Rule:
    """When something goes wrong, and what."""

    trouble: Trouble
    method: str = ""
    path: str = ""
    """A regular expression that the path must contain."""
    times: int = 1
    """How often; -1 for ever."""
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"error": "it went wrong"}'
    seconds: float = 0.0
    """How late, for `LATE`; how long before the answer, for all others."""

    def fits(self, method: str, path: str) -> bool:
        """Whether this request is meant, and the rule is not used up."""
        return bool(
            self.times and self.method in {"", method} and re.search(self.path or ".", path)
        )


class Line:
    """One line to one server of this machine."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.rules: list[Rule] = []
        self.requests: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._socket.getsockname()[1]
        self._open = True
        self._talks: list[socket.socket] = []

    def base(self, key: str) -> str:
        """The server address of one network, by way of this line."""
        return f"http://127.0.0.1:{self.port}/{key}"

    def go_wrong(self, trouble: Trouble, **how: object) -> Rule:
        """Add a rule."""
        rule = Rule(trouble, **how)  # type: ignore[arg-type]
        self.rules.append(rule)
        return rule

    @contextlib.contextmanager
    def running(self) -> Iterator["Line"]:
        """Carry requests until the block ends."""
        thread = threading.Thread(target=self._listen, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._open = False
            # Closing alone would let the waiting accept take one more.
            _close(self._socket)
            for talk in self._talks:
                _close(talk)
            thread.join(2)

    def _listen(self) -> None:
        while self._open:
            try:
                near, _address = self._socket.accept()
            except OSError:
                return
            self._talks.append(near)
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            stream = near.makefile("rb")
            while request := _read_message(stream):
                if not self._carry(near, request):
                    break
        _close(near)

    def _carry(self, near: socket.socket, request: bytes) -> bool:
        """Carry one request; False when the connection ends with it."""
        method, path = request.split(b"\r\n", 1)[0].decode("latin-1").split(" ")[:2]
        rule = self._rule(method, path)
        if rule is None:
            near.sendall(self._forward(request))
            return True
        return self._go_wrong(rule, near, request)

    def _rule(self, method: str, path: str) -> Rule | None:
        with self._lock:
            self.requests.append((method, path))
            found = next((rule for rule in self.rules if rule.fits(method, path)), None)
            if found and found.times > 0:
                found.times -= 1
            return found

    def _go_wrong(self, rule: Rule, near: socket.socket, request: bytes) -> bool:
        if rule.trouble is Trouble.LATE:
            _close(near)
        time.sleep(rule.seconds)
        if rule.trouble in {Trouble.REFUSE, Trouble.LOSE_BEFORE}:
            return False
        if rule.trouble is Trouble.ANSWER:
            near.sendall(_made_up(rule))
            return True
        answer = self._forward(request)
        match rule.trouble:
            case Trouble.ANSWER_AFTER:
                near.sendall(_made_up(rule))
                return True
            case Trouble.SLOW:
                near.sendall(answer)
                return True
            case Trouble.CUT:
                near.sendall(answer[: len(answer) * 2 // 3])
            case Trouble.DRIP:
                _drip(near, answer)
            case _:
                pass
        return False

    def _forward(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self._to), timeout=30) as far:
            far.sendall(request)
            stream = far.makefile("rb")
            return _framed(_read_message(stream), stream)


def _read_message(stream: object) -> bytes:
    """One whole HTTP message: head, and body by its length or in chunks; empty at the end."""
    read_line, read = stream.readline, stream.read  # type: ignore[attr-defined]
    head = bytearray()
    while line := read_line():
        head += line
        if line == b"\r\n":
            break
    if not head:
        return b""
    names = head.lower()
    if b"transfer-encoding: chunked" in names:
        return bytes(head) + _chunks(read_line, read)
    length = re.search(rb"content-length: *(\d+)", names)
    return bytes(head) + (read(int(length[1])) if length else b"")


def _framed(answer: bytes, stream: BinaryIO) -> bytes:
    """An answer that only the end of its connection ends, told with its length instead."""
    head, end, body = answer.partition(b"\r\n\r\n")
    names = head.lower()
    is_bare = re.match(rb"http/\S+ (1\d\d|204|304)", names)
    if not end or is_bare or b"content-length:" in names or b"transfer-encoding:" in names:
        return answer
    body += stream.read()
    return head + b"\r\nContent-Length: %d" % len(body) + end + body


def _chunks(read_line, read) -> bytes:  # type: ignore[no-untyped-def]
    body = bytearray()
    while True:
        size = read_line()
        body += size
        count = int(size.split(b";")[0], 16)
        body += read(count + 2)
        if not count:
            return bytes(body)


def _made_up(rule: Rule) -> bytes:
    body = rule.body.encode()
    kind = "application/json" if _is_json(rule.body) else "text/html"
    headers = {"Content-Type": kind, **rule.headers, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {rule.status} Made Up\r\n{lines}\r\n".encode() + body


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _drip(near: socket.socket, answer: bytes) -> None:
    for place in range(len(answer)):
        near.sendall(answer[place : place + 1])
        time.sleep(1)


def _close(talk: socket.socket) -> None:
    with contextlib.suppress(OSError):
        talk.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        talk.close()
