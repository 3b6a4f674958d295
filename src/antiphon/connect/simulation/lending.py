"""Lends files on loopback to simulated networks that come for them, as our pages would."""

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Find = Callable[[str], tuple[Path, str] | None]
"""The file at a path of an address, and its type; None where there is none."""


class Shelf(ThreadingHTTPServer):
    """Gives whatever is found, until it is closed."""

    daemon_threads = True

    def __init__(self, find: Find) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.find = find
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def close(self) -> None:
        """Lend nothing any more."""
        self.shutdown()
        self.server_close()


class _Clerk(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        """Give the file, or say that there is none."""
        found = self.server.find(self.path)
        path, mime = found or (None, "text/plain")
        body = path.read_bytes() if path and path.is_file() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""
