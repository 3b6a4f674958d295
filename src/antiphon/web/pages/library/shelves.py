"""The shelves of the library as data: what lies on each, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from antiphon.people.models import Workspace
from antiphon.plan.desk import actions, queries
from antiphon.plan.models import TINTS, HashtagGroup, Label, Template
from antiphon.web.forms import Field


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of thing that is kept."""

    word: Any
    may: str
    rows: Callable[[Workspace], Any]
    empty: Any
    kind: Any = None
    make: Callable[..., Any] | None = None
    change: Callable[..., Any] | None = None
    fields: tuple[Field, ...] = ()


_NAME = Field(name="name", word=_("Name"), longest=60, needed=True)

SHELVES: dict[str, Shelf] = {
    "labels": Shelf(
        _("Labels"), "label.write", queries.labels,
        _("A label is a word and a colour by which posts are found again."), Label,
        actions.make_label, actions.change_label,
        (_NAME, Field(name="tint", word=_("Colour"), kind="tint", between=(1, TINTS), value=1,
                      needed=True)),
    ),
    "hashtags": Shelf(
        _("Hashtags"), "hashtags.write", queries.hashtags,
        _("Hashtags that go together lie here under one name, to be put into a post at once."),
        HashtagGroup, actions.make_hashtags, actions.change_hashtags,
        (_NAME, Field(name="tags", word=_("Hashtags"), kind="words", longest=4000,
                      hint=_("Parted by commas, with or without their sign."))),
    ),
    "templates": Shelf(
        _("Templates"), "template.write", queries.templates,
        _("Keep a post as a template while writing it; from here others begin with it."), Template,
    ),
    "series": Shelf(
        _("Series"), "series.write", queries.series,
        _("A post that returns by a rule stands here; make it one while writing it."),
    ),
}  # fmt: skip
