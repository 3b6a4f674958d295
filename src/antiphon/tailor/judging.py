"""What stands against a telling besides its network's own rules; each answers one question."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.conf import settings

from antiphon.channels.models import Channel
from antiphon.connect.network import Network
from antiphon.connect.rules import PostRule
from antiphon.connect.values import Kind, PostType
from antiphon.kernel.problem import Problem, Weight
from antiphon.kernel.text import is_blank
from antiphon.kernel.text import links as links_in
from antiphon.media.addresses import is_found_from
from antiphon.plan import links
from antiphon.tailor.packing import File


def addresses(texts: Mapping[str, str], link: str, *, ours: bool) -> Iterator[Problem]:
    """Links that nobody should be sent to; one of `ours` is known to be good."""
    private = settings.ALLOW_PRIVATE_NETWORKS
    if link and not ours:
        yield from links.problems(link, private=private)
    for field, text in texts.items():
        for begin, end in links_in(text):
            if text[begin:end] != link:
                yield from links.problems(text[begin:end], field=field, private=private)


def length(parts: Sequence[str], network: Network) -> Iterator[Problem]:
    """More parts than the network bears."""
    most = network.thread.most if network.thread else 1
    if len(parts) > most:
        say = f"{network.name} takes at most {most} parts, not {len(parts)}. Shorten the text."
        yield Problem(field="text", rule="too_many", actual=len(parts), limit=most, say=say)


def comment(text: str, network: Network) -> Iterator[Problem]:
    """A first comment where there are none."""
    if text and not network.comment:
        say = f"{network.name} has no first comments; it is left out there."
        yield Problem(field="comment", rule="not_here", say=say, weight=Weight.WARNS)


def homeless(kinds: Iterable[Kind], network: Network) -> list[Kind]:
    """Kinds of files that the network has no place for, in any form of post."""
    media = [rule.media for rule in network.posts.values() if rule.media]
    return [kind for kind in dict.fromkeys(kinds) if not any(kind in rule.files for rule in media)]


def places(kinds: Iterable[Kind], network: Network) -> Iterator[Problem]:
    """A file that cannot go there at all."""
    for kind in homeless(kinds, network):
        say = f"{network.name} takes no {kind}. Remove it."
        yield Problem(field="media", rule="kind", actual=kind, say=say)


def fetching(files: Sequence[File], network: Network, channel: Channel) -> Iterator[Problem]:
    """Files for a network that comes for them itself, and cannot come to us."""
    comes = files and network.fetches and not channel.by_hand
    if comes and not is_found_from(channel.server or network.server):
        say = (
            f"{network.name} comes for pictures and videos itself and cannot reach "
            f"{settings.PUBLIC_URL}. Whoever runs this installation must set ANTIPHON_PUBLIC_URL "
            "to an address that the whole internet can reach."
        )
        yield Problem(field="media", rule="out_of_reach", actual=settings.PUBLIC_URL, say=say)


def form(name: object) -> Iterator[Problem]:
    """A form of post that does not exist."""
    if name is not None and name not in [*PostType]:
        say = f"“{name}” is no form of a post. Choose among {', '.join(PostType)}."
        yield Problem(field="options.type", rule="choice", actual=str(name)[:40], say=say)


def silent(files: Iterable[File], rule: PostRule | None) -> Iterator[Problem]:
    """A picture that says nothing to those who cannot see it."""
    if rule is None or rule.media is None or rule.media.alt_text is None:
        return
    for place, file in enumerate(files):
        if is_blank(file.alt):
            say = "Say what the picture shows, for those who cannot see it."
            field = f"media.{place}.alt"
            yield Problem(field=field, rule="alt_missing", say=say, weight=Weight.WARNS)
