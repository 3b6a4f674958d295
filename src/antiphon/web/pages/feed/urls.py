"""Where feeds are: public addresses, the same for all workspaces."""

from django.urls import path, re_path

from antiphon.web.pages.feed import filling, reading

_FEED = r"^feeds/(?P<slug>[a-z0-9-]{1,63})"
_KEY = r"/items/(?P<key>[A-Za-z0-9_-]{1,64})"
fixed = [
    re_path(rf"{_FEED}\.(?P<suffix>atom|rss|json)$", reading.feed, name="feed"),
    re_path(rf"{_FEED}{_KEY}\.html$", reading.page, name="feed_page"),
    re_path(rf"{_FEED}{_KEY}$", filling.item, name="feed_item"),
    path("feeds/<slug:slug>", filling.about, name="feed_about"),
]
