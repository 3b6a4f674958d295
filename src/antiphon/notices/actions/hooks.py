"""Hooks: made, changed, switched, ended."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.secret import Secret
from antiphon.notices import happenings, signing, wording
from antiphon.notices.models import Hook
from antiphon.notices.states import HookState
from antiphon.people import vault
from antiphon.people.actions import note, permit
from antiphon.people.models import Member
from antiphon.people.policy import By, Refused
from antiphon.plan.finding import found, named
from antiphon.work import clock

MOST = 20
"""Hooks of one workspace: each is told of everything, so many are a mistake."""
OVERLAP = timedelta(hours=24)


class Facts(TypedDict, total=False):
    """What can be said of a hook; whoever leaves a part out leaves it as it is."""

    name: str
    url: str
    kinds: Iterable[str]


def add_hook(by: By, *, name: str, url: str, kinds: Iterable[str] = ()) -> tuple[Hook, Secret]:
    """Have an address told of what happens from now on; the secret that signs it is told once."""
    permit(by, "webhook.write")
    if not isinstance(by, Member):
        raise Refused("A person answers for a hook.")
    facts = _checked({"name": name, "url": url, "kinds": kinds})
    secret = signing.new_secret()
    with transaction.atomic():
        _refuse_too_many(by)
        begins = happenings.end(by.workspace)
        hook = Hook(workspace=by.workspace, by=by, read_tx=begins.tx, read_id=begins.id, **facts)
        vault.put(hook, "secret", secret)
        hook.save(force_insert=True)
        note(by, "webhook.write", hook, after=facts)
    return hook, secret


def change_hook(by: By, hook: Hook | UUID | str, **facts: Unpack[Facts]) -> Hook:
    """Give it another name, address or choice of kinds."""
    permit(by, "webhook.write", named(hook))
    given = _checked(facts)
    with transaction.atomic():
        row = _mine(by, hook)
        before = {field: getattr(row, field) for field in given}
        _write(row, **given)
        note(by, "webhook.write", row, before=before, after=given)
    return row


def switch_off(by: By, hook: Hook | UUID | str) -> Hook:
    """Tell it nothing until it is switched on again."""
    permit(by, "webhook.write", named(hook))
    with transaction.atomic():
        row = _mine(by, hook)
        _write(row, state=HookState.OFF, reason="", due_at=None)
        note(by, "webhook.write", row, after={"state": HookState.OFF})
    return row


def switch_on(by: By, hook: Hook | UUID | str) -> Hook:
    """Go on where it was left; who switches it on answers for it from then on."""
    permit(by, "webhook.write", named(hook))
    if not isinstance(by, Member):
        raise Refused("A person answers for a hook.")
    with transaction.atomic():
        row = _mine(by, hook)
        _write(
            row, state=HookState.ON, reason="", by=by, failures=0, failing_since=None,
            due_at=clock.now(),
        )  # fmt: skip
        note(by, "webhook.write", row, after={"state": HookState.ON})
    return row


def rotate_secret(by: By, hook: Hook | UUID | str) -> Secret:
    """A new secret, told once; for a day what is sent is signed with the one before as well."""
    permit(by, "webhook.write", named(hook))
    secret = signing.new_secret()
    with transaction.atomic():
        row = _mine(by, hook)
        vault.put(row, "former_secret", vault.take(row, "secret"))
        vault.put(row, "secret", secret)
        row.former_until = clock.now() + OVERLAP
        row.save(update_fields=["secret", "former_secret", "former_until"])
        note(by, "webhook.write", row, after={"secret": "rotated"})
    return secret


def remove_hook(by: By, hook: Hook | UUID | str) -> None:
    """Forget it, and all that it was told."""
    permit(by, "webhook.write", named(hook))
    with transaction.atomic():
        row = _mine(by, hook)
        note(by, "webhook.write", row, before={"name": row.name, "url": row.url})
        Hook.objects.filter(pk=row.pk).delete()


def _mine(by: By, hook: Hook | UUID | str) -> Hook:
    return Hook.objects.select_for_update().get(pk=found(Hook, by.workspace, hook).pk)


def _write(row: Hook, **facts: Any) -> None:
    for field, value in facts.items():
        setattr(row, field, value)
    row.save(update_fields=[*facts])


def _checked(facts: Facts) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if "name" in facts:
        given["name"] = wording.name(facts["name"])
    if "url" in facts:
        given["url"] = wording.address(facts["url"])
    if "kinds" in facts:
        given["kinds"] = wording.kinds(facts["kinds"])
    return given


def _refuse_too_many(by: By) -> None:
    count = Hook.objects.filter(workspace=by.workspace).count()
    if count >= MOST:
        say = f"A workspace has at most {MOST} hooks. Remove one that nobody needs."
        raise BadInputError(
            Problem(field="url", rule="too_many", actual=count, limit=MOST, say=say)
        )
