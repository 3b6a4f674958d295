"""All nouns of the door, in the order of the loop."""

from antiphon.api.core.door import Door
from antiphon.api.routers.posts import posts

DOOR = Door(posts)
