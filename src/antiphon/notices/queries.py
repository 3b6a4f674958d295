"""What can be asked."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from antiphon.notices import happenings
from antiphon.notices.models import Delivery, Gathering, Hook, Notice, Preference, Sighting
from antiphon.notices.states import NEEDS, TOLD, URGENT, USUAL, About, DeliveryState, Way
from antiphon.people import policy
from antiphon.people.happenings import frontier
from antiphon.people.models import Happening, Member, Workspace
from antiphon.work.clock import ClockTimestamp


def hooks(workspace: Workspace) -> QuerySet[Hook]:
    """All hooks of a workspace, the oldest first."""
    return Hook.objects.filter(workspace=workspace).select_related("by__person").order_by("id")


def deliveries(hook: Hook) -> QuerySet[Delivery]:
    """What a hook was told and is to be told, the youngest first."""
    return Delivery.objects.filter(hook=hook, workspace=hook.workspace_id).order_by("-number")


def waiting(hook: Hook) -> QuerySet[Delivery]:
    """What a hook is to be told, in that order."""
    return Delivery.objects.filter(hook=hook, state=DeliveryState.WAITING).order_by("number")


def hooks_with_news(*, limit: int) -> list[Any]:
    """Hooks for which something happened that they have not read; one probe of an index each."""
    theirs = Happening.objects.filter(
        workspace_id=OuterRef("workspace_id"),
        tx__gte=OuterRef("read_tx"),
        tx__lt=frontier().complete,
    ).exclude(tx=OuterRef("read_tx"), id__lte=OuterRef("read_id"))
    rows = Hook.objects.filter(Exists(theirs), state__in=TOLD)
    return list(rows.order_by("id").values_list("pk", flat=True)[:limit])


def to_gather(every: timedelta, *, limit: int) -> list[UUID]:
    """Workspaces in which something happened since they were looked through, or long ago."""
    row = Gathering.objects.filter(workspace=OuterRef("pk"))
    tx, id = (Coalesce(Subquery(row.values(name)), Value(0)) for name in ("read_tx", "read_id"))
    rows = Workspace.objects.annotate(
        looked=Subquery(row.values("looked_at")), read_tx=tx, read_id=id
    )
    news = Happening.objects.filter(
        workspace_id=OuterRef("pk"), tx__gte=OuterRef("read_tx"), tx__lt=frontier().complete
    ).exclude(tx=OuterRef("read_tx"), id__lte=OuterRef("read_id"))
    old = Q(looked=None) | Q(looked__lt=ClockTimestamp() - every)
    found = rows.filter(old | Exists(news)).order_by(F("looked").asc(nulls_first=True))
    return list(found.values_list("pk", flat=True)[:limit])


def for_member(by: Member) -> QuerySet[Notice]:
    """What stands open for a member, failures first; each says whether it is `unread`."""
    theirs = [about.value for about, needs in NEEDS.items() if policy.may(by, needs)]
    said = preference(by)
    hidden = [about.value for about in About if way(said, about) == Way.NONE]
    rows = Notice.objects.filter(workspace=by.workspace, closed_at=None, about__in=theirs)
    rows = rows.filter(Q(member=None) | Q(member=by)).exclude(about__in=hidden)
    sight = Sighting.objects.filter(notice=OuterRef("pk"), member=by).values("at")
    rows = rows.annotate(seen_at=Subquery(sight[:1])).annotate(
        unread=Case(
            When(Q(seen_at=None) | Q(seen_at__lt=F("changed_at")), then=Value(value=True)),
            default=Value(value=False), output_field=BooleanField(),
        ),
        urgency=Case(
            When(about__in=URGENT, then=Value(0)), default=Value(1), output_field=IntegerField()
        ),
    )  # fmt: skip
    return rows.order_by("urgency", "-changed_at", "-pk")


def count(by: Member) -> int:
    """How many of them are unread."""
    return unread(by).count()


def unread(by: Member) -> QuerySet[Notice]:
    """Those that they have not seen as they are now."""
    rows: Any = for_member(by)
    found: QuerySet[Notice] = rows.filter(unread=True)
    return found


def preference(by: Member) -> Preference:
    """How a member wants to be told; the usual, if they never said."""
    known = Preference.objects.filter(member=by).first()
    return known or Preference(workspace=by.workspace, member=by)


def way(said: Preference, about: str) -> Way:
    """How they want to be told of that kind."""
    return Way(said.ways.get(about) or USUAL.get(About(about), Way.BELL))


def concerns(notice: Notice, member: Member) -> bool:
    """Whether it is theirs to know."""
    if notice.member_id is not None:
        return notice.member_id == member.pk
    return policy.may(member, NEEDS[About(notice.about)])


def for_the_daily_letter(by: Member, said: Preference, hour: datetime) -> QuerySet[Notice]:
    """What is unread, told once a day, and was there at the daily hour but not the day before."""
    daily = [about.value for about in About if way(said, about) == Way.DAILY]
    rows = unread(by).filter(about__in=daily)
    return rows.filter(changed_at__lte=hour, changed_at__gt=hour - timedelta(days=1))


def with_open_notices() -> QuerySet[Workspace]:
    """Workspaces in which there is something to tell."""
    return Workspace.objects.filter(
        Exists(Notice.objects.filter(workspace=OuterRef("pk"), closed_at=None))
    )


def changed_since(workspace: Workspace, cursor: str = "", *, limit: int = 200) -> list[Happening]:
    """What happened since a place (a happening's own `cursor`); empty means from the beginning."""
    place = happenings.place(cursor) if cursor else happenings.START
    return happenings.after(workspace, place, limit=limit)


def now_at(workspace: Workspace) -> str:
    """The place to begin at for who wants to know only what is new; good as an ETag of a page."""
    return str(happenings.end(workspace))
