"""A line carries what it does not break as it is, however its end is told."""

import http.client
import socket
import threading

import pytest

from antiphon.sandbox.lines import Line

LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nolive"
CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nolive\r\n0\r\n\r\n"
UNTIL_THE_END = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nolive"
OTHER_LENGTH = b"HTTP/1.1 200 OK\r\nX-File-Content-Length: 999\r\nContent-Length: 5\r\n\r\nolive"
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (LENGTH, b"olive"),
        (OTHER_LENGTH, b"olive"),
        (CHUNKS, b"olive"),
        (UNTIL_THE_END, b"olive"),
        (NOTHING, b""),
    ],
)
def test_an_answer_arrives_whole_however_it_ends(answer: bytes, body: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=answer_once, args=(door, answer), daemon=True)
        thread.start()
        with Line(door.getsockname()[1]).running() as line:
            asked = http.client.HTTPConnection("127.0.0.1", line.port, timeout=10)
            asked.request("GET", "/olive")
            told = asked.getresponse().read()
            asked.close()
        thread.join(10)

    assert told == body
    assert line.requests == [("GET", "/olive")]


def answer_once(door: socket.socket, answer: bytes) -> None:
    """A server that hangs up after its answer."""
    talk, _address = door.accept()
    with talk:
        talk.recv(65_536)
        talk.sendall(answer)
