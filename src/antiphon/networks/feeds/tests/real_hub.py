"""A real WebSub hub on loopback, from the package index, in a folder that git ignores."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

FOLDER = Path(__file__).parents[5] / "build" / "real-servers" / "hub"
PACKAGES = ("Flask-WebSub==0.4.1", "celery", "requests", "setuptools<81")
APP = """
import sys
from celery import Celery
from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
app, jobs = Flask("hub"), Celery("hub")
jobs.conf.update(task_always_eager=True, task_eager_propagates=False)
app.config.update(PUBLISH_SUPPORTED=True)
hub = Hub(SQLite3HubStorage(sys.argv[1]), jobs, PUBLISH_SUPPORTED=True,
          SIGNATURE_ALGORITHM="sha256", BACKOFF_BASE=0.2, MAX_ATTEMPTS=3)
app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
app.run("127.0.0.1", int(sys.argv[2]), threaded=True)
"""


def _python() -> Path:
    """An interpreter that has the hub; skips where that is not wanted or not possible."""
    if os.environ.get("ANTIPHON_REAL_SERVERS") != "1":
        pytest.skip("Set ANTIPHON_REAL_SERVERS=1 to install and start a real hub.")
    python, done = FOLDER / "bin" / "python", FOLDER / ".installed"
    if done.is_file() and done.read_text() == " ".join(PACKAGES):
        return python
    steps = ([sys.executable, "-m", "venv", str(FOLDER)],
             [str(python), "-m", "pip", "install", "-q", *PACKAGES])  # fmt: skip
    for step in steps:
        done_ = subprocess.run(step, capture_output=True, text=True, timeout=600, check=False)
        if done_.returncode:
            pytest.skip(f"The hub could not be installed: {done_.stderr.strip()[-200:]}")
    done.write_text(" ".join(PACKAGES))
    return python


@contextmanager
def real_hub(folder: Path) -> Iterator[str]:
    """The address of a hub, gone afterwards."""
    python = _python()
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    quiet = subprocess.DEVNULL
    command = [str(python), "-c", APP, str(folder / "hub.db"), str(port)]
    running = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    url = f"http://127.0.0.1:{port}/hub"
    try:
        _until_it_answers(url, running)
        yield url
    finally:
        running.terminate()
        running.wait(10)


def _until_it_answers(url: str, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while True:
        assert time.monotonic() < until, "the hub did not start"
        assert running.poll() is None, "the hub ended"
        try:
            urlopen(url, timeout=2).close()
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.2)
            continue
        return
