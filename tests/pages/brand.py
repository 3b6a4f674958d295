"""A drink maker at work: every page has something of each kind to show, in every state."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from antiphon.channels.models import Channel
from antiphon.connect.registry import networks
from antiphon.engage.models import Message
from antiphon.notices import actions as notices
from antiphon.people import actions as people
from antiphon.people.models import Approval, Member, Role
from antiphon.plan import actions as plan
from antiphon.plan.models import Campaign, Comment, Goal, Label, Note, Post, PostLabel
from antiphon.plan.outside import actions as outside
from antiphon.plan.states import State as PostState
from antiphon.publish import actions as publish
from antiphon.publish.models import Attempt, Publication
from antiphon.publish.sheets import actions as sheets
from antiphon.publish.states import State
from antiphon.tailor import actions as tailor
from antiphon.work import clock
from tests import builders as a

TEXTS = (
    "Three ways to drink it: with ice, with mint, or straight from the fridge.",
    "Meet Ingrid, who picks the berries before the sun is up.",
    "Return ten bottles, get one back. Which shelf is yours on?",
    "Behind the copper: why our kettles are older than the factory.",
    "A question for tonight: lemon or lime?",
    "We are sponsoring the city run. See you at kilometre seven?",
)
TABLE = b"text,at\nA summer of lemons,\nTwo for one on Friday,at noon\n"
STATES = (
    *(State.LIVE, State.WAITING, State.REFUSED, State.UNSURE, State.ASKING, State.LIVE),
    *(State.ACCEPTED, State.MISSED, State.CANCELLED, State.WITHDRAWN, State.WAITING, State.LIVE),
)
TIMED = (State.WAITING, State.ACCEPTED, State.UNSURE)
REASONS = {
    State.REFUSED: "The picture is wider than 2,048 pixels; at most 2,048 are allowed.",
    State.ASKING: "The answer was lost, and the network has no list to look into.",
    State.MISSED: "Its hour passed while nothing could be sent.",
}


@dataclass
class Brand:
    """The workspace, and one row of each kind by which pages are found."""

    by: Member
    channels: list[Channel] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)


def at_work(*, name: str = "Fizz") -> Brand:
    """All of it, made without asking any network."""
    owner = a.person(email="owner@example.org", name="Olga Lind")
    brand = Brand(a.member(person=owner, workspace=a.workspace(name=name, slug="fizz")))
    _company(brand)
    _channels(brand)
    _shelf(brand)
    _posts(brand)
    _publications(brand)
    brand.rows["in_hand"] = _in_hand(brand)
    _answers(brand)
    return brand


def _company(brand: Brand) -> None:
    workspace = brand.by.workspace
    for name, role in (("Emil Sand", Role.EDITOR), ("Ada Quay", Role.CLIENT)):
        email = f"{name.split()[0].lower()}@example.org"
        brand.rows[role] = a.member(
            person=a.person(email=email, name=name), workspace=workspace, role=role
        )
    brand.rows["invitation"], _token = people.invite("new@example.org", Role.EDITOR, by=brand.by)
    brand.rows["key"], _token = people.make_key("Shop", ["post.read"], by=brand.by)
    address = "https://shop.example/hook"
    brand.rows["hook"], _secret = notices.add_hook(brand.by, name="Shop", url=address)
    a.workspace(name="Quay Books", slug="quay-books")


def _channels(brand: Brand) -> None:
    for network in networks():
        row = a.channel(workspace=brand.by.workspace, network=network.key, name="Fizz",
                        handle="fizz", countries=["SE"], languages=["sv"])  # fmt: skip
        plan.spread_slots(brand.by, row)
        brand.channels.append(row)
    lost = brand.channels[-1]
    Channel.objects.filter(pk=lost.pk).update(state="lost", reason="Sign in again.")
    Goal.objects.create(workspace=brand.by.workspace, channel=brand.channels[0], per_week=5)


def _shelf(brand: Brand) -> None:
    workspace, by = brand.by.workspace, brand.by
    brand.rows["campaign"] = Campaign.objects.create(workspace=workspace, name="Summer 2027")
    brand.rows["label"] = Label.objects.create(workspace=workspace, name="Evergreen", tint=6)
    brand.rows["asset"] = a.picture(by)
    brand.rows["imports"] = sheets.take_in_table(by, TABLE, "June.csv")
    sheets.read_rows()
    brand.rows["sharing"], _token = outside.share_calendar(by, name="For the shop")
    today = clock.now().date()
    brand.rows["note"] = Note.objects.create(
        workspace=workspace, begins_on=today, ends_on=today, text="Stock arrives", author=by
    )
    for name, climate in (("Where it is hot", "hot"), ("Where it is cold", "cold")):
        brand.rows["audience"] = tailor.set_audience(by, name, climates=[climate])


def _posts(brand: Brand) -> None:
    by, campaign = brand.by, brand.rows["campaign"]
    for number, text in enumerate(TEXTS):
        post = plan.draft(by, text=text, title=text.split(":")[0][:40], campaign=campaign)
        brand.posts.append(post)
        PostLabel.objects.create(workspace=by.workspace, post=post, label=brand.rows["label"])
        Comment.objects.create(
            workspace=by.workspace, post=post, version=1, author=by, text="Shall we name the shop?"
        )
        if number:
            tailor.tell(by, post, channel=brand.channels[number % len(brand.channels)],
                        text=f"{text} #fizz")  # fmt: skip
    people.change_workspace(by, approval=Approval.ONE)
    asked = plan.draft(brand.rows[Role.EDITOR], text=TEXTS[-1], title="City run")
    brand.rows["asked"] = plan.submit(brand.rows[Role.EDITOR], asked)
    people.change_workspace(by, approval=Approval.NONE)


def _publications(brand: Brand) -> None:
    Post.objects.filter(pk__in=[p.pk for p in brand.posts[:-1]]).update(state=PostState.APPROVED)
    now = clock.now()
    for number, state in enumerate(STATES):
        past = state not in TIMED
        moment = now + timedelta(hours=(-7 if past else 5) * (number + 1))
        for channel in brand.channels[: 1 + number % 3]:
            brand.publications.append(_publication(brand, channel, number, moment))
    brand.rows["hold"] = publish.hold(
        brand.by, "Waiting for the new label", channel=brand.channels[1]
    )


def _publication(brand: Brand, channel: Channel, number: int, moment: datetime) -> Publication:
    state, post = STATES[number], brand.posts[number % (len(brand.posts) - 1)]
    out = state in {State.LIVE, State.WITHDRAWN}
    row = Publication.objects.create(
        workspace=brand.by.workspace, post=post, channel=channel, network=channel.network,
        by=brand.by, state=state, planned_at=moment, digest="0" * 64, made_at=moment,
        due_at=moment if state in TIMED else None, reason=REASONS.get(state, ""),
        steps=[{"text": post.text, "type": "text"}], live_at=moment if out else None,
        url="https://shown.example/1" if out else "",
    )  # fmt: skip
    Attempt.objects.create(
        workspace_id=row.workspace_id, publication_id=row.pk, number=1, step=0, verb="publish",
        key=str(row.pk), digest="0" * 64, lease=1, began_at=clock.now(), ended_at=clock.now(),
        outcome="receipt" if out else "", reason=row.reason,
    )  # fmt: skip
    return row


def _in_hand(brand: Brand) -> Publication:
    """One that somebody is to finish, with a picture to take along."""
    row = _publication(brand, brand.channels[2], STATES.index(State.ASKING), clock.now())
    asset = brand.rows["asset"]
    file = {"path": asset.file, "kind": "image", "mime": asset.mime, "alt": asset.alt, "size": 1}
    row.steps = [{"text": TEXTS[0], "type": "images", "enclosures": [file]}]
    row.by_hand, row.remedy, row.reason = True, "hand_over", "Its hour has come."
    row.save()
    return row


def _answers(brand: Brand) -> None:
    live = next(row for row in brand.publications if row.state == State.LIVE)
    for number, text in enumerate(("Where can I buy it?", "Best one yet.", "Too sweet for me.")):
        Message.objects.create(
            workspace=brand.by.workspace, channel=live.channel, publication=live, text=text,
            author="Mika", remote_id=f"m{number}", at=clock.now() - timedelta(minutes=number),
        )  # fmt: skip
