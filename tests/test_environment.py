"""The names of the environment, and what is said of a value that cannot be used."""

from datetime import timedelta
from pathlib import Path

import pytest

from antiphon import environment
from antiphon.environment import WrongSettingError


def test_a_name_that_nobody_set_has_its_default() -> None:
    assert environment.GRACE.value({}) == timedelta(hours=1)
    assert environment.HOME.value({}) == Path.home() / ".antiphon"
    assert environment.PRODUCTION.value({}) is False


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        (environment.GRACE, "soon", "ANTIPHON_GRACE: 'soon' is not a number of seconds."),
        (environment.PRODUCTION, "maybe", "ANTIPHON_PRODUCTION: 'maybe' is not yes or no."),
        (environment.CONNECTIONS, "-1", "ANTIPHON_CONNECTIONS: '-1' is not a whole number."),
        (environment.PRIVATE_HOSTS, "nas", "ANTIPHON_PRIVATE_HOSTS: 'nas' is not a list of host:"),
        (environment.LOG_LEVEL, "loud", "ANTIPHON_LOG_LEVEL: 'loud' is not one of DEBUG"),
    ],
)
def test_a_wrong_value_is_named(name: environment.Name[object], raw: str, sentence: str) -> None:
    with pytest.raises(WrongSettingError, match=sentence.replace("(", r"\(")):
        name.value({name.variable: raw})


def test_lists_may_have_spaces() -> None:
    given = {"ANTIPHON_PRIVATE_HOSTS": "nas:80, [::1]:8080"}

    assert environment.PRIVATE_HOSTS.value(given) == (("nas", 80), ("::1", 8080))


@pytest.mark.promise("K1")
def test_a_secret_comes_from_a_file_and_shows_itself_to_nobody(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("canary\n")
    file.chmod(0o600)

    secret = environment.SECRET_KEY.value({"ANTIPHON_SECRET_KEY_FILE": str(file)})

    assert secret.reveal() == "canary"
    assert "canary" not in f"{secret!r} {secret}"


@pytest.mark.parametrize("mode", [0o644, 0o604])
def test_a_secret_that_everybody_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    file.write_text("canary")
    file.chmod(mode)

    with pytest.raises(WrongSettingError, match="everybody on this machine can read"):
        environment.SECRET_KEY.value({"ANTIPHON_SECRET_KEY_FILE": str(file)})


def test_a_secret_in_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(WrongSettingError, match="/nowhere cannot be read"):
        environment.SECRET_KEY.value({"ANTIPHON_SECRET_KEY_FILE": "/nowhere"})


def test_a_network_names_its_own_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIPHON_SOME_NET_CLIENT_SECRET", "canary")

    assert environment.network_secret("some-net", "client_secret").reveal() == "canary"
    assert not environment.network_secret("some-net", "client_id")


def test_every_name_says_what_it_means() -> None:
    names = environment.everything()

    assert len({name.key for name in names}) == len(names) > 20
    assert all(name.meaning for name in names)
