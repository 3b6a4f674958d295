"""Audiences: naming them and saying what they ask of people."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import has_bidi_control, is_blank, unprintable
from antiphon.people.actions import note, permit
from antiphon.people.policy import By
from antiphon.plan import codes
from antiphon.plan.models import Post
from antiphon.plan.states import State
from antiphon.tailor import queries, shape
from antiphon.tailor.actions.keeping import keep
from antiphon.tailor.audiences import OLDEST
from antiphon.tailor.models import Audience
from antiphon.tailor.sky.climate import Climate

LONGEST = {"name": 80, "regions": 120, "cities": 120, "genders": 20}
MOST = 300
"""Values of one condition; all countries of the world are fewer."""


class Asks(TypedDict, total=False):
    """What an audience asks of people; nothing means that it does not matter."""

    countries: Sequence[str]
    regions: Sequence[str]
    cities: Sequence[str]
    climates: Sequence[str]
    live: bool
    languages: Sequence[str]
    age_from: int | None
    age_to: int | None
    genders: Sequence[str]


def make_audience(by: By, name: str, **asks: Unpack[Asks]) -> Audience:
    """Name an audience; a name that is taken is refused."""
    permit(by, "audience.write")
    row = Audience(workspace=by.workspace, name=_name(name), **_checked(asks))
    _order(row)
    try:
        with transaction.atomic():
            if queries.audiences(by.workspace).filter(name__iexact=row.name).exists():
                raise _taken(row.name)
            row.save(force_insert=True)
            note(by, "audience.write", row, after=shape.asked(row))
    except IntegrityError:
        raise _taken(row.name) from None
    row.refresh_from_db()
    return row


def change_audience(
    by: By, audience: Audience | UUID | str, *, name: str | None = None, **asks: Unpack[Asks]
) -> Audience:
    """Ask something else of its people; approvals of posts that speak to it are withdrawn."""
    permit(by, "audience.write", audience if isinstance(audience, Audience) else str(audience))
    row = queries.audience(by.workspace, audience)
    before = shape.asked(row)
    for field, value in _checked(asks).items():
        setattr(row, field, value)
    row.name = _name(name) if name is not None else row.name
    _order(row)
    try:
        with transaction.atomic():
            row.save()
            note(by, "audience.write", row, before=before, after=shape.asked(row))
            for post in _speaking_to(row):
                keep(by, post)
    except IntegrityError:
        raise _taken(row.name) from None
    return row


def set_audience(by: By, name: str, **asks: Unpack[Asks]) -> Audience:
    """The audience of that name, made or changed so that it asks this and nothing else."""
    nothing: Asks = {
        "countries": (), "regions": (), "cities": (), "climates": (), "live": False,
        "languages": (), "age_from": None, "age_to": None, "genders": (),
    }  # fmt: skip
    row = queries.audiences(by.workspace).filter(name__iexact=name.strip()).first()
    if row is None:
        return make_audience(by, name, **asks)
    return change_audience(by, row, **(nothing | asks))


def _speaking_to(audience: Audience) -> list[Post]:
    """Posts that are still worked on; what went out keeps what it said."""
    rows = Post.objects.filter(variants__audience=audience).exclude(state=State.DROPPED)
    return list(rows.distinct().order_by("pk"))


def _checked(asks: Asks) -> dict[str, Any]:
    facts: dict[str, Any] = dict(asks)
    for field in ("countries", "regions", "cities", "climates", "languages", "genders"):
        if field in facts:
            facts[field] = _values(field, facts[field] or ())
    for field in ("age_from", "age_to"):
        age = facts.get(field)
        if age is not None and not 0 <= age <= OLDEST:
            say = f"An age is a number from 0 to {OLDEST}, not {age}."
            raise BadInputError(Problem(field=field, rule="range", actual=age, say=say))
    return facts


def _values(field: str, given: Sequence[str]) -> list[str]:
    if len(given) > MOST:
        say = f"An audience names at most {MOST} {field}, not {len(given)}."
        raise BadInputError(Problem(field=field, rule="too_many", actual=len(given), say=say))
    match field:
        case "countries":
            found = [codes.country(code) for code in given]
        case "languages":
            found = [codes.language(tag, field="languages") for tag in given]
        case "climates":
            found = [_climate(word) for word in given]
        case _:
            found = [_word(field, word) for word in given]
    return list(dict.fromkeys(found))


def _climate(word: str) -> str:
    known = [*Climate]
    if word.strip().lower() in known:
        return word.strip().lower()
    say = f"“{word[:40]}” is no climate. Known are {', '.join(known)}."
    raise BadInputError(Problem(field="climates", rule="choice", actual=word[:40], say=say))


def _name(name: str) -> str:
    return _word("name", name)


def _word(field: str, word: str) -> str:
    word, longest = word.strip(), LONGEST[field]
    problem = None
    if is_blank(word) or len(word) > longest:
        say = f"Write 1 to {longest} characters for each of the {field}, not {len(word)}."
        problem = Problem(field=field, rule="length", actual=len(word), limit=longest, say=say)
    elif unprintable(word) is not None:
        say = f"A control character stands in “{field}”. Remove it."
        problem = Problem(field=field, rule="control_character", say=say)
    elif has_bidi_control(word):
        say = "Invisible marks change the order in which it is read. Remove them."
        problem = Problem(field=field, rule="bidi_control", say=say)
    if problem:
        raise BadInputError(problem)
    return word


def _order(row: Audience) -> None:
    if row.age_from is not None and row.age_to is not None and row.age_to < row.age_from:
        say = f"Nobody is at least {row.age_from} and at most {row.age_to} years old."
        raise BadInputError(Problem(field="age_to", rule="order", say=say))


def _taken(name: str) -> BadInputError:
    say = f"There is an audience “{name}” already."
    return BadInputError(Problem(field="name", rule="taken", say=say))
