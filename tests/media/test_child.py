"""The child that opens strangers' files has little, knows little, and its death hurts nobody."""

import subprocess
import sys
from pathlib import Path

import pytest

from antiphon.connect.values import Kind
from antiphon.kernel.problem import BadInputError
from antiphon.media import kinds, limits, workbench
from tests import builders as a

SHUT = "from antiphon.media.child import jail; jail.shut(memory=1 << 29, seconds=5, written=1000);"


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=20
    )


@pytest.mark.promise("I4")
def test_a_shut_child_reaches_nobody() -> None:
    told = python(
        "import socket; there = socket.create_server(('127.0.0.1', 0)); "
        f"{SHUT} socket.create_connection(there.getsockname(), 2)"
    )
    if "CONNECTED" in told.stdout or told.returncode == 0:
        pytest.skip("This system lets nobody leave the network.")

    assert "OSError" in told.stderr


@pytest.mark.parametrize(
    ("deed", "end"),
    [
        ("bytes(1 << 30)", "MemoryError"),
        ("open(FILE, 'wb').write(bytes(10_000))", "File too large"),
    ],
)
@pytest.mark.promise("I5")
def test_a_shut_child_takes_no_more_than_it_is_given(tmp_path: Path, deed: str, end: str) -> None:
    told = python(f"FILE = {str(tmp_path / 'big')!r}; {SHUT} {deed}")

    assert told.returncode
    assert end in told.stderr


def test_the_child_knows_neither_rows_nor_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIPHON_SECRET_KEY", "canary")
    told = python(
        "import sys; from antiphon.media.child import films, fitting, papers, pictures, screening;"
        "print('django' in sys.modules, 'antiphon.people' in sys.modules)"
    )

    assert told.stdout.split() == ["False", "False"]
    assert "canary" not in workbench._environment().values()


@pytest.mark.promise("F4", "I5")
def test_a_child_that_dies_for_memory_refuses_one_file_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = a.filmed(tmp_path / "film.mp4")
    monkeypatch.setitem(limits.MEMORY, Kind.VIDEO, 80 << 20)

    with pytest.raises(BadInputError) as caught:
        workbench.examine(film, tmp_path / "clean", kinds.MP4)

    assert caught.value.problems[0].rule == "too_heavy"


@pytest.mark.promise("I5")
def test_a_child_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = a.filmed(tmp_path / "film.mp4")
    monkeypatch.setattr(limits, "SECONDS", 0.01)

    with pytest.raises(BadInputError) as caught:
        workbench.examine(film, tmp_path / "clean", kinds.MP4)

    assert caught.value.problems[0].rule == "too_heavy"


@pytest.mark.parametrize(
    "playlist", ["#EXTM3U\n#EXTINF:1,\n{}\n", "ffconcat version 1.0\nfile {}\n"]
)
def test_a_playlist_opens_nothing_even_past_the_first_door(tmp_path: Path, playlist: str) -> None:
    """Handed to the child as if it were a video: its demuxer reads no lists."""
    (tmp_path / "list").write_text(playlist.format(a.filmed(tmp_path / "film.mp4")))

    with pytest.raises(BadInputError) as caught:
        workbench.examine(tmp_path / "list", tmp_path / "clean", kinds.MP4)

    assert caught.value.problems[0].rule == "damaged"
    assert not (tmp_path / "clean").exists()
