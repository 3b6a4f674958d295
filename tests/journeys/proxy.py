"""A way to PostgreSQL that ends now and then: COMMIT was sent, its answer never came back."""

import contextlib
import random
import socket
import threading
from pathlib import Path

COMMIT = b"COMMIT"
SOCKET = ".s.PGSQL.5432"


class Proxy:
    """Carries connections between two sockets of PostgreSQL and cuts some of them at COMMIT."""

    def __init__(self, folder: Path, to: Path, *, seed: int, often: float) -> None:
        self._to, self._often = str(to / SOCKET), often
        self._chance = random.Random(seed)
        self.cuts = 0
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(folder / SOCKET))
        self._socket.listen(64)
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def be_kind(self) -> None:
        """Cut nothing more."""
        self._often = 0.0

    def _listen(self) -> None:
        while True:
            try:
                near, _address = self._socket.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._to)
            talk = _Talk(near, far)
            threading.Thread(target=self._onward, args=(talk,), daemon=True).start()
            threading.Thread(target=talk.back, daemon=True).start()

    def _onward(self, talk: "_Talk") -> None:
        with contextlib.suppress(OSError):
            while piece := talk.near.recv(65536):
                # A simple query: "Q", its length, its text.
                if piece[:1] == b"Q" and COMMIT in piece and self._chance.random() < self._often:
                    self.cuts += 1
                    talk.is_deaf = True
                talk.far.sendall(piece)
        talk.end()


class _Talk:
    """One connection, both ways."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far
        self.is_deaf = False

    def back(self) -> None:
        """Bring answers, until one is to be lost: the server has done it, nobody hears of it."""
        with contextlib.suppress(OSError):
            while piece := self.far.recv(65536):
                if self.is_deaf:
                    break
                self.near.sendall(piece)
        self.end()

    def end(self) -> None:
        """Both sides see the other go."""
        for one in (self.near, self.far):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
