"""What can be asked about what lies beside the posts."""

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

import regex
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from antiphon.channels.models import Channel
from antiphon.people import queries as people
from antiphon.people.models import Member, Workspace
from antiphon.plan.models import (
    Comment,
    Goal,
    HashtagGroup,
    Label,
    Note,
    Occurrence,
    Post,
    PostLabel,
    Series,
    Template,
)

_CALL = regex.compile(r"(?<![\w@])@(?=\w)")


def labels(workspace: Workspace) -> QuerySet[Label]:
    """All labels by name, each with its number of posts as `used`."""
    rows = Label.objects.filter(workspace=workspace).annotate(used=Count("posts"))
    return rows.order_by("name")


def with_labels(posts: QuerySet[Post], labels: Iterable[Label | UUID]) -> QuerySet[Post]:
    """Those of the posts that bear every one of these labels."""
    for label in labels:
        on_it = PostLabel.objects.filter(label=label, post=OuterRef("pk"))
        posts = posts.filter(Exists(on_it))
    return posts


def templates(workspace: Workspace) -> QuerySet[Template]:
    """All templates by name."""
    return Template.objects.filter(workspace=workspace).order_by("name")


def hashtags(workspace: Workspace) -> QuerySet[HashtagGroup]:
    """All groups of hashtags by name."""
    return HashtagGroup.objects.filter(workspace=workspace).order_by("name")


def notes(workspace: Workspace, first: date, last: date) -> QuerySet[Note]:
    """The notes that stand on any of these days, in their order."""
    rows = Note.objects.filter(workspace=workspace, begins_on__lte=last, ends_on__gte=first)
    return rows.order_by("begins_on", "pk")


def comments(post: Post) -> QuerySet[Comment]:
    """All remarks on a post, the oldest first; an answer says what it is `about`."""
    rows = Comment.objects.filter(post=post).select_related("author__person", "resolved_by__person")
    return rows.order_by("at", "pk")


def calls(member: Member) -> QuerySet[Comment]:
    """Open remarks that call this member by name, the youngest first."""
    rows = Comment.objects.filter(
        workspace=member.workspace_id, mentions__contains=[member.pk], resolved_at=None
    )
    return rows.select_related("post", "author__person").order_by("-at")


def open_remarks(posts: Iterable[Post]) -> dict[UUID, int]:
    """How many threads about each of these posts are not resolved; posts without one are absent."""
    rows = Comment.objects.filter(post__in=[*posts], about=None, resolved_at=None)
    counted = rows.values_list("post").annotate(n=Count("pk"))
    return dict(counted.values_list("post_id", "n"))


def to_call(workspace: Workspace, prefix: str = "") -> list[Member]:
    """Members whom a comment can call and whose name begins like this."""
    wanted = prefix.lstrip("@").casefold()
    here = people.members(workspace)
    return [one for one in here if any(n.startswith(wanted) for n in _names(one))][:20]


def named_in(workspace: Workspace, text: str) -> list[UUID]:
    """The members whom a text calls by `@name`; of two equal names both."""
    places = [match.end() for match in _CALL.finditer(text)]
    if not places:
        return []
    here = list(people.members(workspace))
    return [one.pk for one in here if any(_is_called(one, text[at:]) for at in places)]


def series(workspace: Workspace) -> QuerySet[Series]:
    """All series, those that return soonest first."""
    rows = Series.objects.filter(workspace=workspace).select_related("post")
    return rows.prefetch_related("channels__channel").order_by("next_at", "name")


def occurrences(series: Series) -> QuerySet[Occurrence]:
    """What a series brought so far, the youngest first."""
    return series.occurrences.select_related("post").order_by("-number")


def goals(workspace: Workspace) -> dict[UUID, Goal]:
    """What is wanted of each channel, by its id; of others nothing was said."""
    return {goal.channel_id: goal for goal in Goal.objects.filter(workspace=workspace)}


def goal(channel: Channel) -> Goal | None:
    """What is wanted of one channel."""
    return Goal.objects.filter(channel=channel).first()


def is_source(post: Post) -> bool:
    """Whether a series copies this post: then it goes out only as its returns."""
    return Series.objects.filter(Q(post=post)).exists()


def _names(member: Member) -> Iterator[str]:
    """By what somebody can be called: the name, without spaces too, or what is before the @."""
    person = member.person
    if person.name:
        yield person.name.casefold()
        yield "".join(person.name.split()).casefold()
    yield person.email.partition("@")[0].casefold()


def _is_called(member: Member, rest: str) -> bool:
    told = rest.casefold()
    return any(
        told.startswith(name) and not regex.match(r"\w", told[len(name) :])
        for name in _names(member)
    )
