"""Hands a file to the child and hears what came of it; the parent never opens one itself."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import structlog

from antiphon.connect.values import Kind
from antiphon.media import limits, refusals
from antiphon.media.kinds import Sort

log = structlog.get_logger(__name__)

_CHILD = (sys.executable, "-P", "-m", "antiphon.media.child")
_VERBS = {
    Kind.IMAGE: "picture",
    Kind.GIF: "picture",
    Kind.VIDEO: "film",
    Kind.DOCUMENT: "paper",
}


def examine(path: Path, out: Path, sort: Sort) -> dict[str, Any]:
    """Have a file opened, judged and made anew at `out`; what it is, and what was left out."""
    more = {"demuxer": sort.demuxer} if sort.demuxer else {}
    if sort.kind is not Kind.DOCUMENT:
        more["mime"] = sort.mime
    seconds = limits.SECONDS
    if sort.kind is Kind.VIDEO:
        seconds += path.stat().st_size // limits.BYTES_A_SECOND
    return ask(_VERBS[sort.kind], path, out, seconds=seconds, kind=sort.kind, **more)


def ask(
    verb: str, path: Path, out: Path, *, seconds: float, kind: Kind, **more: Any
) -> dict[str, Any]:
    """One task for one child; whoever outlives its time or memory is ended and refused."""
    bounds = {
        "memory": limits.MEMORY[kind],
        "seconds": int(seconds),
        "written": limits.BYTES[Kind.VIDEO] + limits.GB,
    }
    task = {"verb": verb, "path": str(path), "out": str(out), "limits": bounds, **more}
    with subprocess.Popen(  # noqa: S603 -- our own interpreter, no shell, nothing from outside
        _CHILD,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=out.parent,
        env=_environment(),
        start_new_session=True,
    ) as child:
        try:
            told, _nothing = child.communicate(json.dumps(task).encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            raise refusals.too_heavy() from None
    return _read(told)


def _environment() -> dict[str, str]:
    """What it needs to start, and no secret of ours."""
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "LANG") if name in os.environ}
    return {**kept, "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}


def _read(told: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(told)
    except ValueError:  # it died before it could say anything
        raise refusals.too_heavy() from None
    if failure := answer.get("failure"):
        log.warning("a file was too much for our own code", failure=failure["name"])
    if refusal := answer.get("refused"):
        if refusal["rule"] == "too_heavy":
            raise refusals.too_heavy()
        raise refusals.refused(**refusal)
    made: dict[str, Any] = answer["made"]
    return made
