"""What a guest says to a post of their link."""

from django.db import transaction

from antiphon.kernel.errors import NotHereError
from antiphon.kernel.problem import BadInputError, Problem
from antiphon.kernel.text import is_blank
from antiphon.people.actions import note, permit
from antiphon.people.models import Guest
from antiphon.plan import digest as digests
from antiphon.plan import wording
from antiphon.plan.actions.reviews import approve, refuse
from antiphon.plan.errors import NotNowError, StaleEditError
from antiphon.plan.models import Comment, Post, SharedPost, SharedView, Verdict

LONGEST = 5_000
MOST_REMARKS = 100
"""Of one guest on one post: a link that leaked must not fill a database."""


def answer(view: SharedView, post: Post, *, digest: str, verdict: Verdict, words: str = "") -> Post:
    """The guest's word on the version that they saw; on another one it is not taken."""
    guest = _guest(view)
    permit(guest, "post.approve", post)
    _check(words)
    with transaction.atomic():
        current = Post.objects.select_for_update().get(pk=_shared(view, post).pk)
        if digest != digests.of(current):
            raise StaleEditError("The post has changed since you opened it. Look at it again.")
        if current.reviews.filter(guest=guest, digest=digest).exists():
            raise NotNowError("You have said your word on this version already.")
        if verdict is Verdict.AGREES:
            return approve(guest, current, words)
        return refuse(guest, current, words)


def remark(view: SharedView, post: Post, words: str) -> Comment:
    """Say something about a post without deciding."""
    guest = _guest(view)
    permit(guest, "post.comment", post)
    row = _shared(view, post)
    _check(words)
    if is_blank(words):
        raise BadInputError(Problem(field="words", rule="empty", say="Write something first."))
    said = Comment.objects.filter(post=row, author=None, name=guest.name).count()
    if said >= MOST_REMARKS:
        say = f"There are {MOST_REMARKS} remarks of yours already. Call each other."
        raise BadInputError(Problem(field="words", rule="too_many", limit=MOST_REMARKS, say=say))
    with transaction.atomic():
        made = Comment.objects.create(
            workspace=row.workspace, post=row, version=row.version, name=guest.name, text=words
        )
        note(guest, "post.comment", row, after={"comment": str(made.pk)})
    return made


def _guest(view: SharedView) -> Guest:
    if view.guest is None:
        raise NotHereError("This link asks for nobody's word.")
    return view.guest


def _shared(view: SharedView, post: Post) -> Post:
    row = SharedPost.objects.filter(view=view, post=post).select_related("post").first()
    if row is None:
        raise NotHereError("There is no such post behind this link.")
    return row.post


def _check(words: str) -> None:
    wording.check({"comment": words})
    if len(words) > LONGEST:
        say = f"That is too long: {len(words)} of {LONGEST} characters."
        raise BadInputError(
            Problem(field="words", rule="too_long", actual=len(words), limit=LONGEST, say=say)
        )
