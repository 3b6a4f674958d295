"""Lends the demo's files to simulated networks that come for them, as the pages would."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from urllib.parse import unquote

from django.conf import settings

from antiphon.media import addresses, shelf


class _Clerk(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Give the file, or say that there is none."""
        signed, _slash, name = unquote(self.path).removeprefix("/lent/").partition("/")
        file = addresses.file_at(signed)
        path = shelf.path_of(file) if file else None
        body = path.read_bytes() if path and path.is_file() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", guess_type(name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def lending() -> Iterator[str]:
    """Be found at an address of this machine until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Clerk)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before, settings.PUBLIC_URL = settings.PUBLIC_URL, f"http://127.0.0.1:{server.server_port}"
    try:
        yield settings.PUBLIC_URL
    finally:
        settings.PUBLIC_URL = before
        server.shutdown()
        server.server_close()
