"""Sealed values open in their own place, with their own key, and nowhere else."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps.registry import Apps
from django.db import connection, models

from antiphon.people import vault
from antiphon.people.actions import sealing
from antiphon.people.models import SealedField, SealingKey
from antiphon.people.vault import VaultError
from tests import builders as a

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.promise("K2"),
    pytest.mark.usefixtures("keys"),
]

CANARY = "canary-4be1c0ffee"
PLACE: dict[str, Any] = {"table": "channel", "row": 1, "field": "token"}


@pytest.fixture
def keys(tmp_path: Path, settings: Any) -> Path:
    """A ring of this test's own."""
    settings.KEYS_FILE = tmp_path / "keys"
    sealing.unlock()
    return tmp_path / "keys"


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[models.Model]]:
    """A table with a sealed column, as a later stage has one."""

    class Box(models.Model):  # noqa: DJ008 -- nobody sees one
        token = SealedField()

        class Meta:
            app_label = "sandboxed"
            apps = Apps()

    with connection.schema_editor() as editor:
        editor.create_model(Box)
    monkeypatch.setattr(sealing, "columns", lambda: iter([(Box, "token")]))
    yield Box
    with connection.schema_editor() as editor:
        editor.delete_model(Box)


def filled(box: type[models.Model], count: int) -> list[models.Model]:
    rows = [box(pk=number) for number in range(1, count + 1)]
    for row in rows:
        vault.put(row, "token", f"{CANARY}-{row.pk}")
        row.save()
    return rows


def test_a_value_opens_in_its_own_place() -> None:
    assert vault.open_sealed(vault.seal(CANARY, **PLACE), **PLACE).reveal() == CANARY


@pytest.mark.parametrize("moved", [{"table": "x"}, {"row": 2}, {"field": "x"}])
def test_a_moved_value_does_not_open(moved: dict[str, Any]) -> None:
    sealed = vault.seal(CANARY, **PLACE)

    with pytest.raises(VaultError, match="moved or changed") as caught:
        vault.open_sealed(sealed, **PLACE | moved)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("at", [1, 5, 17, -1])
def test_a_changed_value_does_not_open(at: int) -> None:
    sealed = bytearray(vault.seal(CANARY, **PLACE))
    sealed[at] ^= 1

    with pytest.raises(VaultError):
        vault.open_sealed(bytes(sealed), **PLACE)


@pytest.mark.promise("K8")
def test_the_same_value_never_looks_the_same() -> None:
    assert len({vault.seal(CANARY, **PLACE) for _ in range(100)}) == 100


def test_the_ring_is_for_our_eyes_only(keys: Path) -> None:
    assert stat.S_IMODE(keys.stat().st_mode) == 0o400
    keys.chmod(0o444)
    with pytest.raises(VaultError, match="Everybody here can read"):
        vault.KeyRing.read(keys)


@pytest.mark.promise("F36")
def test_a_missing_key_is_named_at_the_start_and_nothing_is_overwritten(keys: Path) -> None:
    keys.rename(keys.with_name("elsewhere"))

    with pytest.raises(VaultError, match="Sealing key 1 is missing"):
        sealing.unlock()

    assert not keys.exists()


@pytest.mark.promise("F36")
def test_a_wrong_key_is_named_at_the_start(keys: Path) -> None:
    keys.unlink()
    vault.KeyRing(keys, {}).with_new_key()
    before = keys.read_text()

    with pytest.raises(VaultError, match=r"Sealing key 1 .* is not the one"):
        sealing.unlock()

    assert keys.read_text() == before


def test_rotation_seals_everything_again_and_goes_on_where_it_stopped(
    box: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    rows = filled(box, 10)
    sealing.add_key()
    vault.put(rows[4], "token", f"{CANARY}-5")
    rows[4].save()

    assert sealing.rotate() == 9
    assert sealing.rotate() == 0
    for row in box._default_manager.all():
        assert vault.key_of(row.token) == 2  # type: ignore[attr-defined]
        assert vault.take(row, "token").reveal() == f"{CANARY}-{row.pk}"


def test_a_key_that_is_needed_is_not_retired(box: type[models.Model]) -> None:
    filled(box, 2)
    sealing.add_key()

    with pytest.raises(VaultError, match="still needed by 2"):
        sealing.retire(1)
    with pytest.raises(VaultError, match="the one that seals"):
        sealing.retire(2)
    sealing.rotate()
    sealing.retire(1)

    assert set(vault.ring().keys) == {2}
    assert SealingKey.objects.get(number=1).retired_at
    sealing.unlock()


def test_seeds_of_second_factors_are_sealed_and_rotated() -> None:
    adapter = get_adapter()
    factor = Authenticator.objects.create(
        user=a.person(), type="totp", data={"secret": adapter.encrypt(CANARY)}
    )
    sealing.add_key()

    assert CANARY not in str(factor.data)
    assert sealing.rotate() == 1
    factor.refresh_from_db()
    assert sealing.needing(1) == 0
    assert adapter.decrypt(factor.data["secret"]) == CANARY


@pytest.mark.promise("K1")
def test_a_copy_of_the_database_holds_no_secret(box: type[models.Model]) -> None:
    filled(box, 3)
    dump = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'copy (select * from "{table}") to stdout') as copy:
                dump += b"".join(bytes(part) for part in copy)

    assert CANARY.encode() not in dump
    assert CANARY.encode().hex().encode() not in dump
    assert f"{vault.ring()!r}".count("keys") == 1  # its path, never a key
