"""What roles and keys may do, in words: a noun, and what is done with it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from antiphon.people.models import Role
from antiphon.people.policy import ACTIONS, rights

NOUNS: dict[str, Any] = {
    "workspace": _("Workspace"), "owner": _("Owners"), "member": _("Members"),
    "guest": _("Guests"), "key": _("API keys"), "audit": _("Audit trail"),
    "webhook": _("Webhooks"), "channel": _("Channels"), "asset": _("Files"),
    "mention": _("Mentions"), "watch": _("Watches"), "crisis": _("Crises"), "post": _("Posts"),
    "share": _("Secret links"), "campaign": _("Campaigns"), "audience": _("Audiences"),
    "slot": _("Slots"), "series": _("Series"), "label": _("Labels"),
    "hashtags": _("Hashtag groups"), "template": _("Templates"), "note": _("Calendar notes"),
    "variant": _("Variants"), "link": _("Links"), "publication": _("Publications"),
    "stop": _("Holds"), "message": _("Messages"), "conversation": _("Conversations"),
    "saved_reply": _("Saved replies"), "person": _("People outside"),
    "bio_page": _("Link pages"), "share_kit": _("Share kits"), "report": _("Reports"),
    "reading": _("Readings"), "goal": _("Goals"), "finding": _("Findings"),
    "experiment": _("Experiments"), "advice": _("Advice"), "autopilot": _("Autopilot"),
}  # fmt: skip
VERBS: dict[str, Any] = {
    "read": _("see"), "write": _("write"), "change": _("change"), "close": _("close"),
    "export": _("take out"), "erase": _("erase"), "make": _("make"), "invite": _("invite"),
    "remove": _("remove"), "create": _("make"), "revoke": _("revoke"), "connect": _("connect"),
    "disconnect": _("disconnect"), "delete": _("delete"), "handle": _("handle"),
    "comment": _("comment"), "approve": _("approve"), "schedule": _("schedule"),
    "cancel": _("cancel"), "hold": _("hold"), "release": _("release"), "retry": _("send again"),
    "resolve": _("decide"), "finish": _("finish by hand"), "withdraw": _("take back"),
    "set": _("set"), "reply": _("reply"),
    "assign": _("assign"), "hide": _("hide"), "block": _("block"), "apply": _("apply"),
}  # fmt: skip
ABOUT: dict[str, Any] = {
    Role.OWNER: _("Everything, also closing the workspace and making owners."),
    Role.MANAGER: _("Runs it: people, channels, keys, settings, posts."),
    Role.EDITOR: _("Writes and schedules; asks for approval where it is needed."),
    Role.APPROVER: _("Writes, and agrees to what others wrote; decides what is unsure."),
    Role.ANALYST: _("Sees everything and makes reports; writes no posts."),
    Role.CLIENT: _("Sees posts and results, comments, and agrees to posts."),
}


def grouped(actions: Iterable[str]) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Actions by their noun, in the order of the table: each with its word."""
    wanted = set(actions)
    known = [action for action in ACTIONS if action in wanted]
    return [
        (NOUNS[noun], [(one, VERBS[one.partition(".")[2]]) for one in those])
        for noun, those in groupby(sorted(known, key=_place), key=lambda one: one.partition(".")[0])
    ]


def said(action: str) -> str:
    """One action in words."""
    noun, _dot, verb = action.partition(".")
    return f"{NOUNS.get(noun, noun)}: {VERBS.get(verb, verb)}"


def table() -> list[tuple[Any, list[tuple[str, list[Any]]]]]:
    """A row for each noun: what each role may do with it."""
    return [
        (
            noun,
            [(role.label, [word for one, word in those if one in rights(role)]) for role in Role],
        )
        for noun, those in grouped(ACTIONS)
    ]


def _place(action: str) -> int:
    return list(NOUNS).index(action.partition(".")[0])
