"""What every test may count on: a home of its own and a real PostgreSQL in it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import pytest_django
from django.conf import settings
from django.db import connection, connections

from antiphon.people.vault.ring import KeyRing
from antiphon.work.database.cluster import Cluster
from tests import canary
from tests.canary import pytest_runtest_teardown

__all__ = ["pytest_runtest_teardown"]

canary.watch()

# The workers of pytest-xdist find both set by who started them, and so share one cluster.
if "ANTIPHON_TEST_HOME" not in os.environ:
    if settings.configured:
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests bring their own home.")
    os.environ["ANTIPHON_TEST_HOME"] = tempfile.mkdtemp(prefix="antiphon-")
    Path(os.environ["ANTIPHON_TEST_HOME"]).chmod(0o711)
    (Path(os.environ["ANTIPHON_TEST_HOME"]) / "static").mkdir()
os.environ["ANTIPHON_HOME"] = os.environ["ANTIPHON_TEST_HOME"]
os.environ["DJANGO_SETTINGS_MODULE"] = "antiphon.settings"
os.environ.setdefault("ANTIPHON_SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 4)
# Here and not by pytest's settings: those would read the environment before it is set.
django.setup()
# Workers look into the folder of files; each has one of its own.
settings.MEDIA_ROOT = Path(os.environ["ANTIPHON_HOME"]) / os.environ.get(
    "PYTEST_XDIST_WORKER", "media"
)
if not settings.KEYS_FILE.exists():
    # Before the workers of pytest-xdist begin, so that all of them seal with the same key.
    KeyRing(settings.KEYS_FILE, {}).with_new_key()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 -- before us
) -> Iterator[None]:
    """Have a database running before the first test that wants one; one cluster for all workers."""
    for options in (settings.DATABASES["default"], connections["default"].settings_dict):
        options.get("OPTIONS", {}).pop("pool", None)
    if os.environ.get("ANTIPHON_DATABASE_URL"):
        yield
        return
    cluster = Cluster(Path(os.environ["ANTIPHON_HOME"]), throwaway=True)
    cluster.start()
    yield
    cluster.leave()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["ANTIPHON_TEST_HOME"], ignore_errors=True)
        os.environ.pop("ANTIPHON_TEST_HOME", None)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 -- before us
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> None:
    """Let tests that commit be cleaned up after: emptying tables is how that is done."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("alter table people_trailline disable trigger trail_is_not_emptied")
