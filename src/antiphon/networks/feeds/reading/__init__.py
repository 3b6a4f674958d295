"""Reading any feed of the web; nothing here publishes.

`document.read` turns bytes into items, `apart.read` does so in a process of its own, `fetch.fetch`
asks politely and says when to ask again, `discovery.feeds_of` finds the feeds of a page, and
`websub` lets a hub tell us.
"""

from antiphon.networks.feeds.reading.apart import read_apart
from antiphon.networks.feeds.reading.discovery import Offer, feeds_of
from antiphon.networks.feeds.reading.document import read
from antiphon.networks.feeds.reading.fetch import Fetched, Known, fetch
from antiphon.networks.feeds.reading.values import Document, Item, Refused

__all__ = ["Document", "Fetched", "Item", "Known", "Offer", "Refused", "feeds_of", "fetch", "read",
           "read_apart"]  # fmt: skip
