"""What a visitor sees: the list of networks, and each network's timeline; plain, without script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from html import escape
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from antiphon.connect.registry import network as find_network
from antiphon.connect.simulation import Shown, ShownMedia, Simulates
from antiphon.connect.values import Kind, Metric, RemoteId, Targeting

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
NEWEST = 200
"""Conversations on one page."""
DEEPEST = 4
"""Answers below this depth stand beside each other."""


@dataclass
class Pages:
    """The pages of one sandbox."""

    simulators: dict[str, Simulates]

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/", self.index),
            Route("/_/see.css", self.style),
            Route("/_/see/{key}", self.timeline),
        ]

    async def index(self, _request: Request) -> Response:
        """All networks."""
        rows = "".join(
            f'<li><a href="/_/see/{escape(key)}">{escape(find_network(key).name)}</a>'
            f" <span>{_many(len(one.timeline()), 'post')}</span></li>"
            for key, one in self.simulators.items()
        )
        lead = "<p>Simulated networks on this machine. Nothing here reaches the world outside.</p>"
        return _page("Sandbox", f'{lead}<ul class="networks">{rows}</ul>')

    async def style(self, _request: Request) -> Response:
        """How they look."""
        text = files("antiphon.sandbox").joinpath("see.css").read_text(encoding="utf-8")
        return Response(text, media_type="text/css", headers={"Cache-Control": "no-cache"})

    async def timeline(self, request: Request) -> Response:
        """One network, newest conversation first."""
        key = request.path_params["key"]
        if key not in self.simulators:
            return _page("Not here", "<p>There is no such network here.</p>", status=404)
        posts = self.simulators[key].timeline()
        told = _conversations(posts) or "<p>Nobody has posted anything yet.</p>"
        lead = f"<p>{_many(len(posts), 'post')}, newest conversation first.</p>"
        return _page(find_network(key).name, f"{lead}{told}", back=True)


def _page(title: str, body: str, *, back: bool = False, status: int = 200) -> Response:
    way = '<nav><a href="/">All networks</a></nav>' if back else ""
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} · sandbox</title>"
        '<link rel="stylesheet" href="/_/see.css"></head>'
        f"<body><header>{way}<h1>{escape(title)}</h1></header><main>{body}</main></body></html>"
    )
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(html, status_code=status, headers=headers)


def _conversations(posts: Sequence[Shown]) -> str:
    known = {post.id for post in posts}
    answers: dict[RemoteId, list[Shown]] = {}
    firsts = []
    for post in posts:
        if post.parent in known and post.parent is not None:
            answers.setdefault(post.parent, []).append(post)
        else:
            firsts.append(post)
    return "".join(_post(post, answers, 0) for post in reversed(firsts[-NEWEST:]))


def _post(post: Shown, answers: dict[RemoteId, list[Shown]], depth: int) -> str:
    below = answers.get(post.id, [])
    replies = "".join(_post(one, answers, depth + 1) for one in below)
    if replies and depth < DEEPEST:
        replies = f'<div class="replies">{replies}</div>'
    lang = f' lang="{escape(post.language)}"' if post.language else ""
    title = f"<h3{lang}>{escape(post.title)}</h3>" if post.title else ""
    when = post.at.strftime("%-d %b %Y, %H:%M UTC")
    stamp = f'<time datetime="{post.at.isoformat()}">{when}</time>'
    heading = f"<h2>{escape(post.author)}</h2>" if not depth else f"<b>{escape(post.author)}</b>"
    return (
        f'<article id="{escape(post.id)}"><div class="by">{heading} {stamp}</div>'
        f"{title}{_text(post, lang)}{_media(post.media)}{_poll(post)}{_link(post)}"
        f"{_facts(post)}</article>{replies}"
    )


def _text(post: Shown, lang: str) -> str:
    return f'<p class="text" dir="auto"{lang}>{escape(post.text)}</p>' if post.text else ""


def _media(media: Iterable[ShownMedia]) -> str:
    figures = "".join(f"<figure>{_file(file)}{_caption(file)}</figure>" for file in media)
    return f'<div class="media">{figures}</div>' if figures else ""


def _file(file: ShownMedia) -> str:
    url, alt = escape(file.url), escape(file.alt)
    if file.url and file.kind in {Kind.IMAGE, Kind.GIF}:
        return f'<img src="{url}" alt="{alt}" loading="lazy">'
    if file.url and file.kind is Kind.VIDEO:
        return f'<video src="{url}" controls preload="metadata" aria-label="{alt}"></video>'
    size = f", {file.size:,} bytes" if file.size else ""
    return f'<div class="kept">{escape(file.kind)}{size}</div>'


def _caption(file: ShownMedia) -> str:
    said = f"<b>Alt</b> {escape(file.alt)}" if file.alt else "<b>No alt text</b>"
    return f"<figcaption>{said}</figcaption>"


def _poll(post: Shown) -> str:
    choices = "".join(f"<li>{escape(choice)}</li>" for choice in post.poll)
    return f'<ul class="poll">{choices}</ul>' if choices else ""


def _link(post: Shown) -> str:
    if not post.link:
        return ""
    return f'<p class="link">{escape(post.link)}</p>'


def _facts(post: Shown) -> str:
    # Below an answer a row of noughts tells nobody anything.
    told = {
        name: post.counts[name]
        for name in Metric
        if name in post.counts and (post.counts[name] or post.parent is None)
    }
    counts = [f"<li><b>{value:,}</b> {escape(name)}</li>" for name, value in told.items()]
    shown_to = _audience(post.targeting)
    only = [f'<li class="only">Shown only to {escape(shown_to)}</li>'] if shown_to else []
    language = [f"<li>in {escape(post.language)}</li>"] if post.language else []
    chosen = [
        f"<li>{escape(name.replace('_', ' '))}: {escape(_word(value))}</li>"
        for name, value in post.options.items()
        if value not in ("", None, False, [], ())
    ]
    lists = ("".join([*only, *counts, *language]), "".join(chosen))
    return "".join(f'<ul class="facts">{rows}</ul>' for rows in lists if rows)


def _word(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "yes" if value is True else str(value)


def _audience(targeting: Targeting) -> str:
    told = []
    for one in fields(Targeting):
        value = getattr(targeting, one.name)
        if one.name == "facets":
            told += [f"{name} {', '.join(some)}" for name, some in value.items()]
        elif value:
            words = ", ".join(value) if isinstance(value, tuple) else str(value)
            told.append(f"{one.name.replace('_', ' ')} {words}")
    return "; ".join(told)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
