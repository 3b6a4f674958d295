"""Which path leads where at a simulated server."""

from starlette.routing import Route

from antiphon.networks.mastodon.simulator.about import About
from antiphon.networks.mastodon.simulator.access import Access
from antiphon.networks.mastodon.simulator.files import Files
from antiphon.networks.mastodon.simulator.gate import Gate, Handler
from antiphon.networks.mastodon.simulator.shapes import Shapes
from antiphon.networks.mastodon.simulator.showing import Showing
from antiphon.networks.mastodon.simulator.world import World
from antiphon.networks.mastodon.simulator.writing import Writing


def routes(base: str, world: World, gate: Gate, shapes: Shapes) -> list[Route]:
    """The real paths of the API, the commonest first."""
    parts = (world, gate, shapes)
    writing, showing, files = Writing(*parts), Showing(*parts), Files(*parts)
    access, about = Access(world, gate), About(base, world, gate)
    status, media = "/api/v1/statuses/{id}", "/api/v1/media/{id}"
    table: list[tuple[str, str, Handler]] = [
        ("POST", "/api/v1/statuses", writing.create),
        ("GET", "/api/v1/statuses", showing.several),
        ("GET", status, showing.status),
        ("PUT", status, writing.edit),
        ("DELETE", status, writing.delete),
        ("GET", f"{status}/source", showing.source),
        ("GET", f"{status}/history", showing.history),
        ("GET", f"{status}/context", showing.context),
        ("GET", "/api/v1/accounts/verify_credentials", showing.myself),
        ("GET", "/api/v1/accounts/search", showing.search),
        ("GET", "/api/v1/accounts/{id}/statuses", showing.statuses_of),
        ("GET", "/api/v1/notifications", showing.notices),
        ("POST", "/api/v2/media", files.bring),
        ("POST", "/api/v1/media", files.bring_at_once),
        ("GET", media, files.one),
        ("PUT", media, files.change),
        ("DELETE", media, files.remove),
        ("GET", "/system/media_attachments/{id}", files.shown),
        ("POST", "/api/v1/apps", access.register),
        ("GET", "/oauth/authorize", access.ask),
        ("POST", "/oauth/authorize", access.answer),
        ("POST", "/oauth/token", access.token),
        ("POST", "/oauth/revoke", access.revoke),
        ("GET", "/api/v2/instance", about.instance),
        ("GET", "/api/v1/instance", about.older),
        ("GET", "/.well-known/nodeinfo", about.nodeinfo),
        ("GET", "/nodeinfo/2.0", about.software),
        ("GET", "/.well-known/oauth-authorization-server", about.metadata),
    ]
    return [Route(path, gate.guarded(handler), methods=[method]) for method, path, handler in table]
