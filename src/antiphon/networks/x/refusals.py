"""What X's refusals mean; only what stands here may say that nothing happened.

From docs.x.com (problem types, snapshot 2026-08-22) and refusals recorded until September 2026.
X refuses these before it makes anything: they are the proven list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from antiphon.connect.errors import (
    ChangeIt,
    FixSetup,
    Gone,
    LookFirst,
    NetworkError,
    Scope,
    SignInAgain,
    TryLater,
)
from antiphon.connect.http import Answer
from antiphon.networks.x.limits import WINDOW, WITHOUT_HEADERS, allowances


@dataclass(frozen=True, slots=True)
class _Row:
    """One kind of refusal: by words of its detail or the end of its type."""

    signs: tuple[str, ...]
    remedy: Callable[[], NetworkError]


_WORDS = (
    _Row(("duplicate content", "status is a duplicate"),
         lambda: LookFirst("X says that an equal post exists already.")),
    _Row(("have not been mentioned or otherwise engaged", "only reply to or quote posts where",
          "reply to this conversation is not allowed"),
         lambda: ChangeIt("X lets us answer only posts whose author named this account.")),
    _Row(("quoting this post is not allowed",),
         lambda: ChangeIt("X does not let this account quote that post.")),
    _Row(("account is suspended", "temporarily locked"),
         lambda: SignInAgain("X has locked or suspended the account; its owner must act there.")),
    _Row(("deleted or not visible to you",),
         lambda: Gone("The post that this one answers is gone or hidden.")),
    _Row(("too long", "text is longer"), lambda: ChangeIt("X says that the text is too long.")),
    _Row(("invalid url",), lambda: ChangeIt("X refuses a link in the text.")),
    _Row(("cashtag",), lambda: ChangeIt("X takes at most one cashtag in a post.")),
    _Row(("media ids are invalid",),
         lambda: ChangeIt("X no longer knows the files; bring them again.")),
    _Row(("not eligible to be edited", "edit is not allowed", "no longer editable"),
         lambda: ChangeIt("X no longer lets this post be edited.")),
    _Row(("you are not permitted to perform this action",),
         lambda: FixSetup("X does not permit this to our application or its plan.")),
)  # fmt: skip
_TYPES = (
    _Row(("/credits", "/credits-depleted"),
         lambda: FixSetup("The X credits are used up. Top them up, then send again.")),
    _Row(("/client-forbidden",),
         lambda: FixSetup("The application at X is not enrolled for this; see its project.")),
    _Row(("/unsupported-authentication",),
         lambda: FixSetup("This token speaks for an application, not for an account.")),
    _Row(("/oauth1-permissions",),
         lambda: FixSetup("The application at X may only read; give it write permission.")),
    _Row(("/resource-not-found",), lambda: Gone("X does not know this any more.")),
    _Row(("/not-authorized-for-resource",), lambda: Gone("X does not show this to us.")),
    _Row(("/invalid-request",), lambda: ChangeIt("X refuses the form of this post.")),
)  # fmt: skip
# The codes of API 1.1, which v2 still answers with at its edge.
_CODES: dict[int, Callable[[], NetworkError]] = {
    32: lambda: SignInAgain("X does not accept our permission."),
    64: lambda: SignInAgain("X has suspended the account; its owner must act there."),
    89: lambda: SignInAgain("The permission has ended."),
    144: lambda: Gone("X does not know this any more."),
    186: lambda: ChangeIt("X says that the text is too long."),
    187: lambda: LookFirst("X says that an equal post exists already."),
    326: lambda: SignInAgain("X has locked the account; its owner must unlock it there."),
    385: lambda: Gone("The post that this one answers is gone or hidden."),
}
# RFC 6749 section 5.2; X also says invalid_request for a refresh token that was used before.
_OAUTH: dict[str, Callable[[], NetworkError]] = {
    "invalid_grant": lambda: SignInAgain("X no longer accepts this permission."),
    "invalid_request": lambda: SignInAgain("X no longer accepts this permission."),
    "access_denied": lambda: SignInAgain("The permission was refused at X."),
    "invalid_client": lambda: FixSetup("X does not know our client id or secret."),
    "unauthorized_client": lambda: FixSetup("X does not let our application sign in this way."),
}


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy for an answer on the proven list; None for every other."""
    told = answer.told()
    if isinstance(told.get("error"), str) and told["error"] in _OAUTH:
        return _OAUTH[told["error"]]()
    found: NetworkError | None = None
    match answer.status:
        case 401:
            found = SignInAgain("X no longer accepts our permission.")
        case 402:
            found = FixSetup("The X credits are used up. Top them up, then send again.")
        case 429:
            found = _too_many(answer)
        case 409 if not answer.effect:
            found = TryLater("X is busy with this; later it will do.")
        case 400 | 403 | 404:
            found = named(told)
        case _:
            pass
    return found


def named(told: dict[str, object]) -> NetworkError | None:
    """The remedy that the words, the type or the code of a problem name."""
    problems = [told, *_listed(told)]
    for one in problems:
        words = f"{one.get('detail', '')} {one.get('message', '')}".lower()
        for row in _WORDS:
            if any(sign in words for sign in row.signs):
                return row.remedy()
    for one in problems:
        kind, code = str(one.get("type", "")), one.get("code")
        for row in _TYPES:
            if kind.endswith(row.signs):
                return row.remedy()
        if isinstance(code, int) and code in _CODES:
            return _CODES[code]()
    return None


def _listed(told: dict[str, object]) -> list[dict[str, object]]:
    errors = told.get("errors")
    return [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []


def _too_many(answer: Answer, *, at: datetime | None = None) -> TryLater:
    at = at or datetime.now(UTC)
    told = answer.told()
    if str(told.get("type", "")).endswith("/usage-capped") or "UsageCap" in str(told.get("title")):
        say = "The X plan's cap for this period is reached."
        return TryLater(say, after=_period_end(str(told.get("period", "")), at) - at,
                        scope=Scope.APPLICATION)  # fmt: skip
    spent = [one for one in allowances(answer.headers, at) if one.left <= 0]
    until = max((one.resets_at for one in spent), default=at + WITHOUT_HEADERS)
    wide = any(one.whole_application for one in spent)
    wait = min(max(until - at, timedelta(seconds=1)), timedelta(days=1) if wide else WINDOW * 2)
    scope = Scope.APPLICATION if wide else Scope.CHANNEL
    return TryLater("X takes no more calls for now.", after=wait, scope=scope)


def _period_end(period: str, at: datetime) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if period != "Monthly":
        return midnight + timedelta(days=1)
    return (midnight.replace(day=1) + timedelta(days=32)).replace(day=1)
