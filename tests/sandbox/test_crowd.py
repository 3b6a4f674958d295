"""The crowd is the same from the same seed, sees only what it may, and has tastes."""

import time
from datetime import UTC, datetime, timedelta

from antiphon.connect.simulation import Reaction, ReactionKind, ShownMedia
from antiphon.connect.values import Kind, Targeting
from antiphon.sandbox.crowd import Crowd
from antiphon.sandbox.places import PLACES
from antiphon.sandbox.words import REPLIES
from tests.sandbox.billboard import MONDAY, Billboard

LATER = MONDAY + timedelta(days=4)
HOT = "Ice cold and refreshing in this heat."
COLD = "Warm and cozy by the fireplace, blanket and all."


def crowd(board: Billboard, *, seed: int = 7, size: int = 1500, **how: object) -> Crowd:
    return Crowd(seed, {"board": board}, size=size, now=lambda: LATER, **how)  # type: ignore[arg-type, dict-item]


def lived(*texts: str, **how: int) -> list[tuple[object, ...]]:
    """What a crowd did with these texts, without the ids that differ."""
    board = Billboard()
    for text in texts:
        board.put(text)
    done = crowd(board, **how).step(LATER)
    return [(one.kind, one.by.id, one.text, one.at) for one in done]


def share(board: Billboard, kind: ReactionKind, country: str) -> float:
    """How many of those in a country who saw anything did that."""
    seen = [one for one in board.did(ReactionKind.VIEW) if one.by.country == country]
    did = [one for one in board.did(kind) if one.by.country == country]
    return len(did) / len(seen)


def test_the_same_seed_brings_the_same_reactions_in_the_same_order() -> None:
    told = ("Something new!", "Does anybody want one?")

    assert lived(*told) == lived(*told)
    assert lived(*told) != lived(*told, seed=8)
    assert len(lived(*told)) > 300


def test_it_makes_no_difference_in_which_steps_time_passes() -> None:
    at_once, bit_by_bit = Billboard(), Billboard()
    for board in (at_once, bit_by_bit):
        board.put("Something new!")
    whole = crowd(at_once).step(LATER)
    people, done = crowd(bit_by_bit), list[Reaction]()
    people.look()
    for hour in range(97):
        while some := people.act(MONDAY + timedelta(hours=hour), most=7):
            done += some

    assert [(a.kind, a.by, a.at) for a in whole] == [(b.kind, b.by, b.at) for b in done]


def test_people_react_after_the_post_and_never_after_now() -> None:
    board = Billboard()
    post = board.put("Something new!", at=LATER - timedelta(hours=1))
    crowd(board).step(LATER + timedelta(days=2))

    assert all(post.at <= one.at <= LATER for one in board.reactions)


def test_nobody_sees_what_is_not_meant_for_them() -> None:
    board = Billboard()
    only = Targeting(countries=("IN", "BR"), languages=("pt-BR",), age_from=21, age_to=60)
    board.put("Só para você!", targeting=only)
    crowd(board).step(LATER)

    assert board.reactions
    assert {one.by.country for one in board.reactions} == {"BR"}
    assert all(21 <= one.by.age <= 60 for one in board.reactions)


def test_nobody_reacts_to_what_was_taken_down() -> None:
    board = Billboard()
    board.put("A mistake.")
    people = crowd(board)
    people.step(MONDAY + timedelta(minutes=30))
    before = len(board.reactions)
    board.posts.clear()

    assert people.step(LATER) == []
    assert len(board.reactions) == before


def test_an_account_that_is_at_home_somewhere_is_seen_there() -> None:
    board = Billboard()
    post = board.put("Something new!")
    people = crowd(board)
    people.introduce("board", post.account, "NO, DE")
    people.step(LATER)

    near = [one for one in board.reactions if one.by.country in {"NO", "DE"}]
    assert len(near) > 0.6 * len(board.reactions)


def test_people_where_it_is_hot_like_what_cools() -> None:
    hot, cold = Billboard(), Billboard()
    for number in range(8):
        hot.put(f"{HOT} {number}", at=MONDAY + timedelta(days=number))
        cold.put(f"{COLD} {number}", at=MONDAY + timedelta(days=number))
    for board in (hot, cold):
        crowd(board).step(MONDAY + timedelta(days=12))

    assert share(hot, ReactionKind.LIKE, "IN") > 1.5 * share(cold, ReactionKind.LIKE, "IN")


def test_people_like_their_own_language_and_pictures_better() -> None:
    plain, german, picture = Billboard(), Billboard(), Billboard()
    plain.put("What a day for all of you!")
    german.put("Was für ein Tag, und das ist für dich!")
    picture.put("What a day for all of you!", media=(ShownMedia(kind=Kind.IMAGE),))
    for board in (plain, german, picture):
        crowd(board, size=6000).step(LATER)

    assert share(german, ReactionKind.LIKE, "DE") > share(plain, ReactionKind.LIKE, "DE")
    assert share(picture, ReactionKind.LIKE, "US") > share(plain, ReactionKind.LIKE, "US")


def test_the_evening_of_a_place_is_a_better_hour_than_its_night() -> None:
    night, evening = Billboard(), Billboard()
    night.put("Something new!", at=MONDAY.replace(hour=0))
    evening.put("Something new!", at=MONDAY.replace(hour=17))
    for board in (night, evening):
        crowd(board).step(LATER)

    def in_germany(board: Billboard) -> int:
        return sum(one.by.country == "DE" for one in board.did(ReactionKind.VIEW))

    assert in_germany(evening) > 1.5 * in_germany(night)


def test_people_answer_in_a_language_they_speak() -> None:
    board = Billboard()
    for number in range(10):
        board.put(f"Who wants one? {number}")
    crowd(board).step(LATER)

    said = {one.by.language: one.text for one in board.did(ReactionKind.REPLY)}
    assert {"en", "de", "pt", "es", "nb", "hi"} <= set(said)
    everything = {text for kinds in REPLIES.values() for some in kinds.values() for text in some}
    assert set(said.values()) <= everything
    assert said["pt"] in {text for some in REPLIES["pt"].values() for text in some}


def test_what_is_shared_on_is_seen_by_more() -> None:
    board = Billboard()
    board.put(HOT, at=MONDAY)
    people = crowd(board)
    people.step(LATER)
    sharers = {one.by.id for one in board.did(ReactionKind.SHARE)}
    friends = {
        people.residents[number].person.id
        for one in people.residents
        if one.person.id in sharers
        for number in one.friends
    }
    viewers = [one.by.id for one in board.did(ReactionKind.VIEW)]

    reached = len(friends & set(viewers)) / len(friends)
    assert reached > 1.1 * len(viewers) / len(people.residents)
    assert len(viewers) == len(set(viewers))


def test_a_hurried_crowd_lives_a_day_in_minutes() -> None:
    board = Billboard()
    board.put("Something new!")
    crowd(board, speed=60.0).step(MONDAY + timedelta(minutes=24))

    assert len(board.did(ReactionKind.VIEW)) > 200


def test_in_january_it_is_hot_in_one_place_and_cold_in_another() -> None:
    felt = {place.country: place.feels(datetime(2026, 1, 15, tzinfo=UTC)) for place in PLACES}

    assert (felt["BR"], felt["NO"], felt["DE"]) == ("hot", "cold", "cold")


def test_the_crowd_is_quick() -> None:
    board = Billboard()
    for number in range(20):
        board.put(f"{HOT} {number}", at=MONDAY + timedelta(hours=number))
    people = crowd(board)
    began = time.process_time()
    done = people.step(LATER)

    assert len(done) / (time.process_time() - began) > 5_000
