"""Posts and comments as a visitor of a simulated site sees them."""

import re
from html import escape, unescape

from antiphon.connect.simulation import Shown, ShownMedia
from antiphon.connect.values import Kind, Metric, RemoteId
from antiphon.networks.wordpress.blocks import LINK_CLASS, seen
from antiphon.networks.wordpress.simulator.state import Comment, Media, Post, Site

_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)" class="wp-image-(\d+)"/?>')
_LINK = re.compile(rf'<p class="{LINK_CLASS}"><a href="([^"]+)"')


def shown(post: Post, site: Site, home: str) -> Shown:
    """One post."""
    link = _LINK.search(post.content)
    return Shown(
        id=RemoteId(str(post.id)),
        account=RemoteId(str(post.author.id)),
        author=post.author.name,
        title=unescape(post.title),
        text=seen(post.content).text,
        at=post.at,
        url=f"{home}/{post.slug}/",
        media=tuple(
            _media(site.media[int(id)], unescape(alt), home)
            for alt, id in _IMAGE.findall(post.content)
            if int(id) in site.media
        ),
        link=unescape(link[1]) if link else "",
        options={**post.told, "slug": post.slug, "excerpt": post.excerpt, **_names(post, site)},
        counts={**post.counts, Metric.REPLIES: len(site.under.get(post.id, ()))},
    )


def _names(post: Post, site: Site) -> dict[str, list[str]]:
    """Terms by name, as a visitor reads them."""
    return {
        kind: [site.terms[kind].get(id, "") for id in post.told.get(kind, ())]
        for kind in ("categories", "tags")
    }


def _media(media: Media, alt: str, home: str) -> ShownMedia:
    return ShownMedia(
        kind=Kind.GIF if media.mime == "image/gif" else Kind.IMAGE,
        alt=alt,
        url=f"{home}/wp-content/uploads/{media.id}/{media.name}",
        mime=media.mime,
        size=media.size,
        digest=media.digest,
    )


def shown_comment(comment: Comment, site: Site, home: str) -> Shown:
    """One comment."""
    post = site.posts.get(comment.post)
    above = f"comment-{comment.parent}" if comment.parent else str(comment.post)
    return Shown(
        id=RemoteId(f"comment-{comment.id}"),
        account=RemoteId(str(comment.author)),
        author=comment.author_name,
        text=unescape(comment.content),
        at=comment.at,
        url=f"{home}/{post.slug if post else ''}/#comment-{comment.id}",
        parent=RemoteId(above),
    )


def page(site: Site, root: str) -> str:
    """The front page of a site: its newest posts."""
    newest = [post for post in reversed(site.posts.values()) if post.status == "publish"][:20]
    told = "".join(f"<article><h2>{post.title}</h2>{post.content}</article>" for post in newest)
    name = escape(site.name)
    return (
        f'<!doctype html><html lang="en"><head><title>{name}</title>'
        f"<link rel='https://api.w.org/' href='{escape(root)}' /></head>"
        f"<body><h1>{name}</h1>{told}</body></html>"
    )
