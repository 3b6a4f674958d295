"""Hooks: addresses that are told of what happens."""

from typing import Any
from uuid import UUID

from ninja import Query

from antiphon.api.core.call import Call
from antiphon.api.core.cursors import Order, leaf
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import notices as told
from antiphon.api.schemas.fields import Page, given
from antiphon.notices import actions, queries
from antiphon.notices.models import Delivery, Hook

hooks = Routes("hooks")


@hooks.get("/hooks", "webhook.write", list[told.HookTold])
def list_hooks(request: Call) -> list[told.HookTold]:
    """Every address that is told of what happens here."""
    return [told.hook(row) for row in queries.hooks(request.by.workspace)]


@hooks.get("/hooks/{uuid:id}", "webhook.write", told.HookTold)
def get_hook(request: Call, id: UUID) -> told.HookTold:
    """One of them."""
    return told.hook(_hook(request, id))


@hooks.post("/hooks", "webhook.write", told.HookWithSecret, status=201)
def add_hook(request: Call, body: told.HookMade) -> told.HookWithSecret:
    """Have an address told from now on; the secret that signs it is told this once."""
    row, secret = actions.add_hook(request.by, name=body.name, url=body.url, kinds=body.kinds)
    row.refresh_from_db()
    return told.hook_with_secret(row, secret.reveal())


@hooks.patch("/hooks/{uuid:id}", "webhook.write", told.HookTold)
def change_hook(request: Call, id: UUID, body: told.HookChanges) -> told.HookTold:
    """Give it another name, address or choice of kinds."""
    return told.hook(actions.change_hook(request.by, _hook(request, id), **given(body)))


@hooks.delete("/hooks/{uuid:id}", "webhook.write")
def remove_hook(request: Call, id: UUID) -> None:
    """Forget it, and all that it was told."""
    actions.remove_hook(request.by, _hook(request, id))


@hooks.post("/hooks/{uuid:id}/off", "webhook.write", told.HookTold)
def switch_hook_off(request: Call, id: UUID) -> told.HookTold:
    """Tell it nothing until it is switched on again."""
    return told.hook(actions.switch_off(request.by, _hook(request, id)))


@hooks.post("/hooks/{uuid:id}/on", "webhook.write", told.HookTold)
def switch_hook_on(request: Call, id: UUID) -> told.HookTold:
    """Go on where it was left; the key's owner answers for it from then on."""
    return told.hook(actions.switch_on(request.by, _hook(request, id)))


@hooks.post("/hooks/{uuid:id}/secret", "webhook.write", told.SecretTold)
def rotate_hook_secret(request: Call, id: UUID) -> told.SecretTold:
    """A new secret, told this once; for a day the one before signs as well."""
    secret = actions.rotate_secret(request.by, _hook(request, id))
    return told.SecretTold(secret=secret.reveal())


@hooks.post("/hooks/{uuid:id}/trial", "webhook.write", told.DeliveryTold, status=201)
def try_hook(request: Call, id: UUID) -> told.DeliveryTold:
    """Send it a trial."""
    return told.deliveries([actions.try_out(request.by, _hook(request, id))])[0]


@hooks.post("/hooks/{uuid:id}/replay", "webhook.write", told.CountTold)
def replay_hook(request: Call, id: UUID, body: told.Since) -> told.CountTold:
    """Tell it all again that happened since then and is still kept."""
    count = actions.replay_since(request.by, _hook(request, id), body.since)
    return told.CountTold(count=count)


@hooks.get("/hooks/{uuid:id}/deliveries", "webhook.write", Page[told.DeliveryTold])
def list_deliveries(request: Call, id: UUID, filters: Query[told.DeliveryFilter]) -> dict[str, Any]:
    """What it was told and is to be told, the youngest first."""
    rows = queries.deliveries(_hook(request, id))
    rows = rows.filter(state=filters.state) if filters.state else rows
    return leaf(request, rows, Order("number"), told.deliveries)


@hooks.post(
    "/hooks/{uuid:id}/deliveries/{uuid:delivery}/replay", "webhook.write", told.DeliveryTold
)
def replay_delivery(request: Call, id: UUID, delivery: UUID) -> told.DeliveryTold:
    """Tell it this once more, under the same id."""
    row = _delivery(request, id, delivery)
    return told.deliveries([actions.replay(request.by, row)])[0]


@hooks.post("/hooks/{uuid:id}/deliveries/{uuid:delivery}/skip", "webhook.write", told.DeliveryTold)
def skip_delivery(request: Call, id: UUID, delivery: UUID) -> told.DeliveryTold:
    """Step over what keeps the others waiting."""
    row = _delivery(request, id, delivery)
    return told.deliveries([actions.skip(request.by, row)])[0]


def _hook(request: Call, id: UUID) -> Hook:
    return one(queries.hooks(request.by.workspace), id)


def _delivery(request: Call, hook: UUID, id: UUID) -> Delivery:
    return one(queries.deliveries(_hook(request, hook)), id)
