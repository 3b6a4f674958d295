"""API keys: made, used, ended."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from antiphon.kernel.secret import Secret
from antiphon.people import policy
from antiphon.people.actions.invitations import digest_of
from antiphon.people.actions.trail import note, permit
from antiphon.people.models import ApiKey, Member
from antiphon.people.policy import Refused
from antiphon.work import clock

YEAR = timedelta(days=365)
MARK = "ant"
PREFIX_BYTES = 5
SECRET_BYTES = 32
USE_IS_NOTED_EVERY = timedelta(minutes=1)


def make_key(
    name: str, scopes: Iterable[str], *, by: Member, lasts: timedelta = YEAR
) -> tuple[ApiKey, Secret]:
    """A key that acts for its maker, within these scopes; the key itself is told once."""
    permit(by, "key.create")
    wanted = frozenset(scopes)
    if by.scopes is not None or not all(policy.may(by, scope) for scope in wanted & _known()):
        note(by, "key.create", name, after={"refused": sorted(wanted)})
        raise Refused("A key may do no more than its maker, and a key makes no keys.")
    if unknown := wanted - _known():
        raise Refused(f"There is nothing called {', '.join(sorted(unknown))}.")
    prefix = secrets.token_hex(PREFIX_BYTES)
    whole = f"{MARK}_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    with transaction.atomic():
        key = ApiKey.objects.create(
            workspace=by.workspace,
            owner=by,
            name=name,
            prefix=prefix,
            digest=digest_of(whole),
            epoch=by.person.epoch,
            scopes=sorted(wanted),
            ends_at=clock.now() + lasts,
        )
        note(by, "key.create", key, after={"name": name, "scopes": key.scopes})
    return key, Secret(whole)


def revoke_key(key: ApiKey, *, by: Member) -> None:
    """End a key: one's own, or as somebody who leads anybody's."""
    permit(by, "key.revoke", key)
    if key.owner_id != by.pk:
        permit(by, "member.remove", key)
    with transaction.atomic():
        ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=clock.now())
        note(by, "key.revoke", key, after={"revoked": True})


def speaker(token: Secret) -> Member | None:
    """Who speaks through this key, with no more than its scopes; nobody if it does not hold."""
    mark, _, rest = token.reveal().partition("_")
    prefix = rest.partition("_")[0]
    if mark != MARK or not prefix:
        return None
    key = (
        ApiKey.objects.select_related("owner__person", "owner__workspace")
        .filter(prefix=prefix)
        .first()
    )
    # As much work for a key that there is as for one that was made up.
    known = key.digest if key else digest_of(prefix)
    if not secrets.compare_digest(known, digest_of(token.reveal())) or key is None:
        return None
    now = clock.now()
    if not key.is_good or key.ends_at <= now:
        return None
    if key.used_at is None or now - key.used_at > USE_IS_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(used_at=now)
    key.owner.scopes, key.owner.key_prefix = frozenset(key.scopes), key.prefix
    return key.owner


def _known() -> frozenset[str]:
    return frozenset(policy.ACTIONS)
