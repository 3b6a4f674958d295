"""What holds for every command: codes, one JSON value, sentences, secrets out of sight."""

import io
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from antiphon import cli
from antiphon.channels.models import Channel
from antiphon.cli.arrival import Desk
from antiphon.cli.commands import antiphon
from antiphon.kernel.errors import AntiphonError
from antiphon.sandbox.serving import Sandbox
from tests import builders as a
from tests.publish import world

pytestmark = pytest.mark.django_db

Run = Callable[..., Any]
TYPED = {
    "token": "token", "access_token": "token", "app_password": "app-password",
    "password": "password",
}  # fmt: skip
"""Secrets with an option of their own; all else is given as a field."""


def leaves(command: click.Command, *path: str) -> list[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        return [(path, command)]
    return [leaf for name, one in command.commands.items() for leaf in leaves(one, *path, name)]


def test_every_command_says_what_it_does() -> None:
    silent = [path for path, one in leaves(antiphon) if not one.help]

    assert silent == []


@pytest.mark.parametrize("words", [["nonsense"], ["post"], ["up", "--port", "0"]])
def test_wrong_use_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_help_and_version_end_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["post", "--help"]) == 0
    assert cli.main(["--version"]) == 0
    assert "antiphon" in capsys.readouterr().out


def test_a_workspace_is_made_once(run: Run, refused: Callable[..., str]) -> None:
    code, told = run("workspace", "create", "Sea Salt", "--owner", "Ann@Example.org")

    assert (code, told["slug"]) == (0, "sea-salt")
    assert len(told["password"]) > 15
    assert "already" in refused("workspace", "create", "sea salt")
    assert "is not an e-mail" in refused("workspace", "create", "B", "--owner", "x")
    assert "time zone" in refused("workspace", "create", "B", "--time-zone", "Nowhere")


def test_without_a_workspace_or_with_two_it_asks_which(refused: Callable[..., str]) -> None:
    assert "Make one" in refused("channel", "list")
    a.workspace(slug="one")
    a.workspace(slug="two")

    assert "more than one workspace" in refused("channel", "list")
    assert "no workspace “three”" in refused("channel", "list", "-w", "three")


@pytest.mark.parametrize("key", world.NETWORKS)
def test_a_typed_sign_in_of_every_network_connects(
    key: str, run: Run, sandbox: Sandbox, tmp_path: Path
) -> None:
    a.member()
    entrance = sandbox.simulators[key].open_account("typed", "Typed")
    words = ["channel", "connect", key, "--server", entrance.server, "--country", "in"]
    for name, value in entrance.given.items():
        (kept := tmp_path / name).write_text(value + "\n")
        if name in TYPED:
            words += [f"--{TYPED[name]}-file", str(kept)]
        elif name in {"handle", "user"}:
            words += [f"--{name}", value]
        else:
            words += ["--field", f"{name}=@{kept}"] if value else []

    code, told = run(*words)

    assert code == 0
    assert {(row["network"], row["state"]) for row in told} == {(key, "connected")}
    assert told[0]["countries"] == ["IN"]


def test_a_secret_may_come_through_a_pipe(
    run: Run, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    a.member()
    for key in world.NETWORKS:
        entrance = sandbox.simulators[key].open_account("piped", "Piped")
        if list(entrance.given) == ["token"]:
            monkeypatch.setattr(sys, "stdin", io.StringIO(entrance.given["token"] + "\n"))
            words = ("channel", "connect", key, "--server", entrance.server, "--token", "-")
            assert run(*words)[0] == 0


@pytest.mark.promise("K1")
def test_a_wrong_secret_is_refused_and_never_said(refused: Callable[..., str]) -> None:
    a.member()
    key = world.NETWORKS[0]

    said = refused(
        "channel", "connect", key, "--password", "hunter2hunter2", "--token", "t0ps3cret"
    )

    assert "has no sign-in with" in said
    assert "hunter2" not in said
    assert "t0ps3cret" not in said


def test_a_server_that_answers_html_is_named_in_a_sentence(
    refused: Callable[..., str], sandbox: Sandbox
) -> None:
    a.member()
    page = f"http://127.0.0.1:{sandbox.port}/"
    for key in world.NETWORKS:
        given = sandbox.simulators[key].open_account("html", "Html").given
        words = [f"--field={name}={value}" for name, value in given.items()]

        said = refused("channel", "connect", key, "--server", page, *words)

        assert 10 < len(said) < 300
        assert "<" not in said
    assert not Channel.objects.exists()


def test_the_answer_of_a_networks_page_is_waited_for_on_this_machine() -> None:
    desk = Desk("http://localhost:18471/channels/back")
    found: dict[str, str] = {}
    waiting = threading.Thread(target=lambda: found.update(desk.wait(10)))
    waiting.start()

    for path in ("elsewhere", "channels/back?state=s&code=c"):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:18471/{path}").read()
        except OSError:
            assert path == "elsewhere"
    waiting.join(10)

    assert found == {"state": "s", "code": "c"}
    with pytest.raises(AntiphonError, match="not this terminal's machine"):
        Desk("https://antiphon.example/channels/back")


def test_keys_and_invitations_are_shown_once(run: Run, refused: Callable[..., str]) -> None:
    a.member()
    _code, made = run("key", "create", "reports", "--role", "analyst")

    assert made["key"].startswith("ant_")
    assert "key" not in run("key", "list")[1][0]
    assert run("key", "revoke", made["prefix"])[1]["state"] == "ended"
    assert "nothing called fly" in refused("key", "create", "x", "--scope", "fly")
    assert "/invitations/" in run("person", "invite", "eve@example.org")[1]["link"]
    assert "is not an e-mail address" in refused("person", "invite", "eve")


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    environ = {**os.environ, "ANTIPHON_HOME": str(tmp_path)}
    words = f"{sys.executable} -m antiphon --help | true; echo ${{PIPESTATUS[0]}}"

    done = subprocess.run(
        ["bash", "-c", words], capture_output=True, text=True, env=environ, check=True
    )

    assert done.stdout.strip() in {"0", "1"}
    assert done.stderr == ""
