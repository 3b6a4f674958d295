"""A recorder that also lends files: the network fetches them from the address of the sandbox."""

from pathlib import Path
from typing import Any

from tests.networks import recording
from tests.networks.recording import Application, Exchange, Message, answer

__all__ = ["Exchange", "Recorder", "lend"]

LENT: dict[str, Path] = {}
"""Files that the network may fetch, by where they lie below the recorder."""
_HOME: list[str] = []


def lend(path: Path) -> str:
    """An address at which the file can be fetched for as long as the tests run."""
    LENT[f"/lent/{path.name}"] = path
    return f"{_HOME[-1]}/lent/{path.name}"


class Recorder(recording.Recorder):
    """An application around another, with a shelf of files."""

    def __init__(self, inner: Application, base: str) -> None:
        super().__init__(inner)
        _HOME.append(base)

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Lend a file, or pass it on."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path in LENT:
            await answer(send, *_lent(path))
        else:
            await super().__call__(scope, receive, send)


def _lent(path: str) -> tuple[int, bytes]:
    """A file that may be fetched, or that there is none any more."""
    file = LENT[path]
    return (200, file.read_bytes()) if file.is_file() else (404, b"")
