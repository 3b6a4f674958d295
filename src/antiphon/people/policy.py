"""Which role may do what: a table, and one question to it.

A new action is a new line in `ACTIONS`; whoever is not named beside it may not do it.
"""

from dataclasses import dataclass

from antiphon.kernel.errors import AntiphonError
from antiphon.people.models import Guest, Member, Role, Workspace


class Refused(AntiphonError):
    """They may not do that."""


@dataclass(frozen=True)
class Engine:
    """The program itself, at work in one workspace because a person once asked for it."""

    workspace: Workspace
    name: str = "engine"


By = Member | Engine | Guest

OWNER = frozenset({Role.OWNER})
LEADS = OWNER | {Role.MANAGER}
APPROVERS = LEADS | {Role.APPROVER}
WRITERS = APPROVERS | {Role.EDITOR}
TEAM = WRITERS | {Role.ANALYST}
EVERYBODY = frozenset(Role)

ACTIONS: dict[str, frozenset[Role]] = {
    # the workspace and who is in it
    "workspace.read": EVERYBODY,
    "workspace.change": LEADS,
    "workspace.close": OWNER,
    "workspace.export": OWNER,
    "workspace.erase": OWNER,
    "owner.make": OWNER,
    "member.read": TEAM,
    "member.invite": LEADS,
    "member.change": LEADS,
    "member.remove": LEADS,
    "guest.invite": LEADS,
    "key.create": TEAM,
    "key.revoke": TEAM,
    "audit.read": LEADS,
    "webhook.write": LEADS,
    # channels and media
    "channel.read": EVERYBODY,
    "channel.connect": LEADS,
    "channel.change": LEADS,
    "channel.disconnect": LEADS,
    "asset.read": EVERYBODY,
    "asset.write": WRITERS,
    "asset.delete": WRITERS,
    # listen
    "mention.read": TEAM,
    "mention.write": TEAM,
    "watch.write": TEAM,
    "crisis.handle": APPROVERS,
    # plan
    "post.read": EVERYBODY,
    "post.write": WRITERS,
    "post.delete": WRITERS,
    "post.comment": EVERYBODY,
    "post.approve": APPROVERS | {Role.CLIENT},
    "share.write": WRITERS,
    "campaign.write": WRITERS,
    "audience.write": WRITERS,
    "slot.write": WRITERS,
    "series.write": WRITERS,
    "label.write": WRITERS,
    "hashtags.write": WRITERS,
    "template.write": WRITERS,
    "note.write": WRITERS,
    # tailor
    "variant.write": WRITERS,
    "link.write": WRITERS,
    # publish
    "publication.read": EVERYBODY,
    "publication.schedule": WRITERS,
    "publication.cancel": WRITERS,
    "publication.hold": WRITERS,
    "publication.release": APPROVERS,
    "publication.retry": WRITERS,
    "publication.finish": WRITERS,
    "publication.resolve": APPROVERS,
    "publication.withdraw": APPROVERS,
    "publication.change": WRITERS,
    "stop.set": WRITERS,
    "stop.release": LEADS,
    # engage and share
    "message.read": TEAM,
    "message.write": WRITERS,
    "message.reply": WRITERS,
    "message.assign": WRITERS,
    "message.hide": APPROVERS,
    "conversation.write": WRITERS,
    "saved_reply.write": WRITERS,
    "person.block": APPROVERS,
    "bio_page.write": WRITERS,
    "share_kit.write": WRITERS,
    # measure and learn
    "report.read": EVERYBODY,
    "report.write": TEAM,
    "reading.read": EVERYBODY,
    "goal.write": TEAM,
    "finding.read": EVERYBODY,
    "experiment.write": TEAM,
    "advice.apply": WRITERS,
    "autopilot.change": LEADS,
}

OF_GUESTS = frozenset({"post.read", "post.comment", "post.approve"})
"""What somebody without a seat may at most: what a client may, on the posts of their link."""


def may(by: By, action: str) -> bool:
    """Whether this action is theirs; through a key only what the key was made for."""
    if action not in ACTIONS:
        raise ValueError(f"{action} has no line in the role table")
    if isinstance(by, Engine):
        return True
    if isinstance(by, Guest):
        return by.is_here and action in OF_GUESTS and Role.CLIENT in ACTIONS[action]
    through = by.scopes is None or action in by.scopes
    return through and by.is_here and by.role in ACTIONS[action]


def allow(by: By, action: str) -> None:
    """Refuse whoever may not; nothing has been changed by then."""
    if not may(by, action):
        who = "guest" if isinstance(by, Guest) else by.name if isinstance(by, Engine) else by.role
        raise Refused(f"{action} is not for this {who}.")


def rights(role: Role) -> frozenset[str]:
    """All that a role may do."""
    return frozenset(action for action, roles in ACTIONS.items() if role in roles)


def may_give(by: Member, role: Role) -> bool:
    """Nobody gives more than they have, and no ordinary door makes an owner."""
    return role is not Role.OWNER and rights(role) <= rights(Role(by.role))
