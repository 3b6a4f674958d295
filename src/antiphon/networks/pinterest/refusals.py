"""What Pinterest's refusals mean: the status first, then the code where it says more.

Source: the responses of Pinterest's own OpenAPI document 5.23.0 and developers.pinterest.com, read
2026-11-21. Some operations repeat the status as the code. A refusal named here is decided before
anything is made; for all others None is returned, and the client looks first.
"""

from antiphon.connect.errors import ChangeIt, FixSetup, Gone, NetworkError, SignInAgain
from antiphon.connect.http import Answer
from antiphon.kernel.problem import Problem

OWNER = {
    2625: "Pinterest has disapproved this account. Its owner must act there.",
    2626: "Pinterest is still reviewing this account. Its owner must act there.",
}
"""Nothing goes out for this account until its owner has settled it at Pinterest."""

APP = {
    29: "Pinterest does not allow this app, at its level of access, to do that.",
    4197: "Pinterest has switched off what this needs.",
}

MISSING = {
    30: "Pinterest does not know this account any more.",
    40: "Pinterest does not know this board any more.",
    50: "Pinterest does not know this pin any more.",
}

NOT_OURS = 7
_PINS = "/v5/pins"


def refusal(answer: Answer) -> NetworkError | None:
    """The remedy; None for what nobody has written down."""
    code = answer.told().get("code")
    code = code if isinstance(code, int) else 0
    match answer.status:
        case 400 if code:
            return ChangeIt("Pinterest does not accept a part of this pin.")
        case 401:
            return SignInAgain("Pinterest no longer accepts our permission.")
        case 403 if code:
            return _forbidden(code)
        case 404 if code:
            return _missing(answer, code)
        case 405 if code:
            return FixSetup("Pinterest no longer offers what this needs; update Antiphon.")
        case _:
            return None


def _forbidden(code: int) -> NetworkError:
    if code in APP:
        return FixSetup(APP[code])
    if code == NOT_OURS:
        return ChangeIt("Pinterest does not let this account use that board or pin.")
    return SignInAgain(OWNER.get(code, "A permission that this needs is missing on Pinterest."))


def _missing(answer: Answer, code: int) -> NetworkError:
    """A new pin can only miss its board; everything else is missing itself."""
    if answer.url.endswith(_PINS):
        say = "The board or section of this pin is not on Pinterest any more. Choose another."
        return ChangeIt(say, problem=Problem(field="options.board", rule="gone", say=say))
    return Gone(MISSING.get(code, "Pinterest does not know it any more."))
