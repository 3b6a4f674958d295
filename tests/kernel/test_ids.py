"""Names for rows are in order, of the right kind, and not to be guessed."""

import threading
import time

import pytest
import time_machine

from antiphon.kernel.ids import uuid7


def test_each_is_greater_than_the_last() -> None:
    made = [uuid7() for _ in range(10_000)]

    assert made == sorted(set(made))


def test_it_is_a_uuid_of_version_seven() -> None:
    assert (uuid7().version, uuid7().variant) == (7, "specified in RFC 4122")


def test_it_tells_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7().int >> 80

    assert 0 <= made - before < 5_000


def test_a_clock_that_goes_back_does_not_bring_them_out_of_order() -> None:
    first = uuid7()

    with time_machine.travel(0):
        assert uuid7() > first


@pytest.mark.promise("K8")
def test_threads_never_make_the_same() -> None:
    made: list[object] = []
    threads = [
        threading.Thread(target=lambda: made.extend(uuid7() for _ in range(2_000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 8_000
