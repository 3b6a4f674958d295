"""Waits on this machine for somebody to come back from a network's own page."""

import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

from antiphon.kernel.errors import AntiphonError

HERE = {"localhost", "127.0.0.1", "::1"}
LONGEST = 8_000
"""Bytes of a line that is answered; codes and states are shorter."""
BACK = (
    "<!doctype html><meta charset=utf-8><title>Antiphon</title>"
    "<p>Antiphon has your answer. You may close this page and go back to the terminal."
)


class Desk:
    """One address of this machine, open until one answer came or patience has an end."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "http" or parts.hostname not in HERE:
            raise AntiphonError(
                f"Networks send people back to {address}, which is not this terminal's machine: "
                "open the address printed without --wait, and sign in on the pages."
            )
        self.path = parts.path
        self.answer: dict[str, str] = {}
        try:
            self._server = HTTPServer(("127.0.0.1", parts.port or 80), _asking(self))
        except OSError as error:
            raise AntiphonError(
                f"Port {parts.port} cannot be opened to wait for the answer: {error.strerror}. "
                "Stop what listens there, or leave --wait out."
            ) from None

    def wait(self, seconds: float) -> dict[str, str]:
        """What the network's page brought back."""
        until = time.monotonic() + seconds
        try:
            while not self.answer and (left := until - time.monotonic()) > 0:
                self._server.timeout = min(left, 1.0)
                self._server.handle_request()
        finally:
            self._server.server_close()
        if not self.answer:
            raise AntiphonError("Nobody came back in time. Start the sign-in again.")
        return self.answer


def _asking(desk: Desk) -> type[BaseHTTPRequestHandler]:
    class Asking(BaseHTTPRequestHandler):
        timeout = 5.0

        def do_GET(self) -> None:
            parts = urlsplit(self.path[:LONGEST])
            found = dict(parse_qsl(parts.query))
            is_back = parts.path == desk.path and "state" in found
            self.send_response(200 if is_back else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            if is_back:
                self.wfile.write(BACK.encode())
                desk.answer = found

        def log_message(self, *_parts: object) -> None:
            """Say nothing: the line would hold the code."""

    return Asking
