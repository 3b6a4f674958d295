"""Lends files of the shelf to simulated networks that come for them, as the web's pages would."""

import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings

from antiphon.media import addresses


class _Clerk(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Give the file, or say that there is none."""
        signed, _slash, name = unquote(self.path).removeprefix("/lent/").partition("/")
        file = addresses.file_at(signed)
        path = Path(settings.MEDIA_ROOT) / file
        body = path.read_bytes() if file and path.is_file() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", guess_type(name)[0] or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@cache
def home() -> str:
    """Where this installation is found, for as long as the tests run."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Clerk)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
