"""A workspace with some of everything, so that calls find rows; and what ids there are."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from antiphon.channels import queries
from antiphon.connect.registry import networks
from antiphon.engage.models import Message
from antiphon.measure.models import Reading
from antiphon.media import actions as media
from antiphon.people import actions as people
from antiphon.people.models import Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.desk import actions as desk
from antiphon.plan.outside import actions as outside
from antiphon.publish import actions as publish
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.sheets import actions as sheets
from antiphon.publish.states import State
from antiphon.tailor import actions as tailor
from antiphon.work import clock
from tests import builders as a
from tests.publish.world import publication_on

EACH = 3


@dataclass
class Crowd:
    """A member of a full workspace, and the ids of its rows by the first part of their address."""

    by: Member
    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def know(self, noun: str, *rows: Any) -> None:
        """Remember rows."""
        self.ids[noun] += [str(row.pk) for row in rows]


def crowd(by: Member | None = None) -> Crowd:
    """Some of everything."""
    made = Crowd(by or a.member())
    _people(made)
    _accounts(made)
    _posts(made)
    _desk(made)
    _publications(made)
    _outside(made)
    return made


def _people(made: Crowd) -> None:
    room = made.by.workspace
    made.know("members", *(a.member(workspace=room, role=Role.EDITOR) for _ in range(EACH)))
    made.know("keys", *(people.make_key("k", ["post.read"], by=made.by)[0] for _ in range(EACH)))
    for number in range(EACH):
        invited = people.invite(f"guest{number}@example.org", Role.CLIENT, by=made.by)
        made.know("invitations", invited[0])


def _accounts(made: Crowd) -> None:
    room = made.by.workspace
    for network in networks()[:EACH]:
        row = a.channel(workspace=room, network=network.key, countries=["BR"], languages=["pt"])
        made.know("channels", row)
        made.know("slots", *plan.set_slots(made.by, row, [(0, time(9)), (3, time(18))]))
    made.know("assets", *(a.asset(workspace=room) for _ in range(EACH)))
    begun = [media.begin_upload(made.by, name="a.png", size=40) for _ in range(EACH)]
    made.know("uploads", *begun)


def _posts(made: Crowd) -> None:
    by = made.by
    made.know("campaigns", *(plan.make_campaign(by, f"Summer {n}") for n in range(EACH)))
    hot = [tailor.make_audience(by, f"Hot {n}", climates=["hot"]) for n in range(EACH)]
    made.know("audiences", *hot)
    for number in range(EACH + 2):
        parts: Any = {"text": f"Lemons, number {number}.", "campaign": made.ids["campaigns"][0]}
        post = plan.draft(by, **parts)
        made.know("variants", tailor.tell(by, post, audience=hot[0], text="Hot lemons."))
        made.know("posts", plan.submit(by, post) if number % 2 else post)


def _desk(made: Crowd) -> None:
    by, post = made.by, made.ids["posts"][0]
    made.know("labels", *(desk.make_label(by, f"Label {n}") for n in range(EACH)))
    made.know("hashtags", *(desk.make_hashtags(by, f"Group {n}", ["lemon"]) for n in range(EACH)))
    made.know("templates", *(tailor.make_template(by, post, f"T {n}") for n in range(EACH)))
    made.know("notes", *(desk.write_note(by, date(2027, 1, n), "Note") for n in range(1, EACH)))
    made.know("comments", *(desk.say(by, post, f"Remark {n}") for n in range(EACH)))


def _publications(made: Crowd) -> None:
    room, now = made.by.workspace, clock.now()
    channel = room_channels(made)[0]
    for state in (State.WAITING, State.WAITING, State.HELD, State.LIVE, State.REFUSED):
        row = publication_on(channel, due_at=now + timedelta(days=2))
        facts = {} if state == State.WAITING else {"state": state, "due_at": None}
        Publication.objects.filter(pk=row.pk).update(**facts, floating=state == State.WAITING)
        made.know("publications", row)
        Attempt.objects.create(
            workspace_id=room.pk, publication_id=row.pk, number=1, step=0, verb="publish",
            key=f"{row.pk}:0", digest=row.digest, lease=1, began_at=now,
        )  # fmt: skip
        Reading.objects.create(
            workspace_id=room.pk, publication_id=row.pk, metric="likes", value=7, at=now
        )
    for number in range(EACH):
        told = Message.objects.create(
            workspace=room, channel=channel, remote_id=f"m{number}", text="Tasty!", at=now
        )
        made.know("messages", told)
    made.know("holds", publish.hold(made.by, "A pause", channel=channel))


def _outside(made: Crowd) -> None:
    by, channels = made.by, made.ids["channels"]
    guests = [people.invite_guest(by, f"Guest {n}", f"g{n}@example.org") for n in range(EACH)]
    made.know("guests", *guests)
    made.know("shares", *(outside.share_calendar(by)[0] for _ in range(EACH)))
    table = b"text,channels\nLemons,all\n,all\n"
    made.know("imports", *(sheets.take_in_table(by, table, f"{n}.csv") for n in range(EACH)))
    for post in made.ids["posts"][:EACH]:
        made.know("series", desk.make_series(by, post, channels[:1]))


def room_channels(made: Crowd) -> list[Any]:
    """The channels of a full workspace."""
    return list(queries.channels(made.by.workspace))
