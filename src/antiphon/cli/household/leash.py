"""A process that ends when whoever started it is gone, however that one ended."""

import os
import signal
import sys
import threading


def leash() -> None:
    """End gently when the standard input ends: it is a pipe from whoever started us."""
    threading.Thread(target=_follow, name="leash", daemon=True).start()


def _follow() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
