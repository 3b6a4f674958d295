"""Bad lines: what can happen to a request and its answer on the way, put around a simulator.

A line listens on loopback, reads whole HTTP/1.1 requests, and for each lets the first rule decide
that fits: how often, to which method and path, and what goes wrong. Each message of a WebSocket is
a request of its own (see `talks`). Nothing is random here; a seeded choice of rules is a whole bad
day.
"""

import contextlib
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from antiphon.sandbox.talks import (
    CLOSE,
    TEXT,
    Frame,
    Pipe,
    drip,
    in_plain_words,
    message,
    opens_talk,
    read_frame,
)


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


AT_THE_DOOR = frozenset({Trouble.REFUSE, Trouble.LOSE_BEFORE, Trouble.ANSWER})
"""What befalls the opening of a talk; everything else befalls what is said in it."""


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
                if opens_talk(request):
                    self._talk(near, stream, request)
                    break
                if not self._carry(near, request):
                    break
        _close(near)

    def _carry(self, near: socket.socket, request: bytes) -> bool:
        """Carry one request; False when the connection ends with it."""
        rule = self._rule(*_named(request))
        if rule is None:
            answer = self._forward(request)
            near.sendall(answer)
            return bool(answer)
        return self._go_wrong(rule, near, request)

    def _talk(self, near: socket.socket, stream: BinaryIO, opening: bytes) -> None:
        """Carry a talk to its end."""
        rule = self._rule(*_named(opening), among=AT_THE_DOOR)
        if rule:
            self._go_wrong(rule, near, opening)
            return
        with socket.create_connection(("127.0.0.1", self._to), timeout=60) as far:
            self._talks.append(far)
            pipe = Pipe(near, far)
            pipe.send(in_plain_words(opening))
            threading.Thread(target=pipe.carry, daemon=True).start()
            while frame := read_frame(stream):
                if not self._pass_on(frame, pipe):
                    break

    def _pass_on(self, frame: Frame, pipe: Pipe) -> bool:
        """Carry one message; False when the talk ends with it."""
        rule = self._rule("POST", frame.text) if frame.kind == TEXT else None
        if rule is None:
            pipe.send(frame.raw)
            return frame.kind != CLOSE
        if rule.trouble is Trouble.LATE:
            _close(pipe.near)
        time.sleep(rule.seconds)
        if rule.trouble is Trouble.ANSWER:
            pipe.near.sendall(message(rule.body))
        elif rule.trouble not in {Trouble.REFUSE, Trouble.LOSE_BEFORE}:
            pipe.send(frame.raw, _treatment(rule, pipe.near))
        return rule.trouble in {Trouble.ANSWER, Trouble.ANSWER_AFTER, Trouble.SLOW}

    def _rule(
        self, method: str, path: str, among: frozenset[Trouble] = frozenset(Trouble)
    ) -> Rule | None:
        with self._lock:
            self.requests.append((method, path))
            fitting = (rule for rule in self.rules if rule.fits(method, path))
            found = next((rule for rule in fitting if rule.trouble in among), None)
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
                drip(near, answer)
            case _:
                pass
        return False

    def _forward(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self._to), timeout=30) as far:
            far.sendall(request)
            stream = far.makefile("rb")
            return _framed(_read_message(stream), stream)


def _treatment(rule: Rule, near: socket.socket) -> Callable[[bytes], bytes | None] | None:
    """What becomes of the answer to a message that arrived."""
    treatments: dict[Trouble, Callable[[bytes], bytes | None] | None] = {
        Trouble.ANSWER_AFTER: lambda _answer: message(rule.body),
        Trouble.CUT: lambda answer: answer[: len(answer) * 2 // 3],
        Trouble.DRIP: lambda answer: drip(near, answer),
        Trouble.SLOW: None,
    }
    return treatments.get(rule.trouble, lambda _answer: None)


def _named(request: bytes) -> tuple[str, str]:
    method, path = request.split(b"\r\n", 1)[0].decode("latin-1").split(" ")[:2]
    return method, path


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
    length = re.search(rb"\ncontent-length: *(\d+)", names)
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


def _close(talk: socket.socket) -> None:
    with contextlib.suppress(OSError):
        talk.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        talk.close()
