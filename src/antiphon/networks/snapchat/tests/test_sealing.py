"""A file is sealed as Snapchat opens it, in one piece or in many."""

from base64 import b64decode

from hypothesis import given, settings
from hypothesis import strategies as some

from antiphon.networks.snapchat import wire
from antiphon.networks.snapchat.sealing import Seal, opened


def sealed(body: bytes, seal: Seal, size: int) -> bytes:
    """The file sealed in pieces of that size."""
    found = []
    starts = list(range(0, max(len(body), 1), size))
    for start in starts:
        piece, seal = seal.close(body[start : start + size], is_last=start == starts[-1])
        found.append(piece)
    return b"".join(found)


@settings(max_examples=60)
@given(some.binary(min_size=1, max_size=2_000), some.integers(min_value=1, max_value=20))
def test_pieces_together_are_the_file_sealed_as_a_whole(body: bytes, blocks: int) -> None:
    seal = Seal.new()

    assert sealed(body, seal, blocks * 16) == sealed(body, seal, 1 << 20)


@given(some.binary(min_size=1, max_size=500))
def test_what_is_sealed_is_opened_again_by_key_and_first_block(body: bytes) -> None:
    seal = Seal.new()

    assert opened(sealed(body, seal, 64), seal.key, seal.chain) == body


def test_every_seal_is_another_and_as_long_as_it_must_be() -> None:
    one, other = Seal.new(), Seal.new()

    assert one != other
    assert [len(b64decode(text)) for text in (one.key, one.chain)] == [32, 16]


def test_another_key_does_not_open_it() -> None:
    seal = Seal.new()
    body = sealed(b"a" * 100, seal, 1 << 20)

    try:
        found = opened(body, Seal.new().key, seal.chain)
    except ValueError:
        found = b""  # as a rule the padding is wrong; by chance it opens to nonsense

    assert found != b"a" * 100


@given(some.integers(min_value=1, max_value=1_000_000_000))
def test_every_file_is_cut_in_few_pieces_of_whole_blocks(size: int) -> None:
    piece = wire.part_size(size)

    assert piece % 16 == 0
    assert piece + 16 <= 32_000_000
    assert -(-size // piece) <= 35
