"""Feeds of our own: made, given another token, closed."""

from uuid import UUID

from antiphon.api.core.call import Call
from antiphon.api.core.routes import Routes
from antiphon.api.core.rows import one
from antiphon.api.schemas import channels as told
from antiphon.share import actions, queries
from antiphon.share.models import Feed

feeds = Routes("feeds")


@feeds.get("/feeds", "channel.read", list[told.FeedTold])
def list_feeds(request: Call) -> list[told.FeedTold]:
    """The feeds of this workspace that are open; the first 200."""
    return [told.feed(row) for row in queries.feeds(request.by.workspace)[:200]]


@feeds.post("/feeds", "channel.connect", told.FeedWithToken, status=201)
def make_feed(request: Call, body: told.FeedMade) -> told.FeedWithToken:
    """Make a feed; the token that fills it is told this once, and connects it as a channel."""
    row, token = actions.make_feed(request.by, body.title, body.slug, hub=body.hub, home=body.home)
    return told.feed_with_token(row, token.reveal())


@feeds.post("/feeds/{uuid:id}/token", "channel.connect", told.TokenTold)
def renew_feed_token(request: Call, id: UUID) -> told.TokenTold:
    """Another token, told this once; the one before opens nothing any more."""
    return told.TokenTold(token=actions.renew_token(request.by, _feed(request, id)).reveal())


@feeds.delete("/feeds/{uuid:id}", "channel.disconnect")
def close_feed(request: Call, id: UUID) -> None:
    """Close it: nobody reads or fills it any more, and its name stays taken."""
    actions.close_feed(request.by, _feed(request, id))


def _feed(request: Call, id: UUID) -> Feed:
    return one(queries.feeds(request.by.workspace), id)
