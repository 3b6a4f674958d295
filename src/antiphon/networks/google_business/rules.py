"""What a post on Google may be, and what one can choose.

Source: developers.google.com/my-business/reference/rest/v4/accounts.locations.localPosts
(2026-11-21). The reference names no limits of texts: those here are what Google's own pages allow
(unverified for programs).
"""

import re
from collections.abc import Iterator

from antiphon.connect.errors import ChangeIt
from antiphon.connect.rules import (
    FileRule,
    Measure,
    MediaRule,
    Option,
    OptionKind,
    PostRule,
    TextRule,
)
from antiphon.connect.values import Kind, Parcel, PostType
from antiphon.kernel.problem import Problem, Weight
from antiphon.kernel.text import utf16
from antiphon.networks.google_business import schedule

MB = 1024**2

# 1,500 characters and 58 of a title by Google's own pages and by its refusals (unverified).
TEXT = TextRule(measures=(Measure(limit=1_500, count=utf16),))
TITLE = Measure(limit=58, count=utf16)

# JPG or PNG, 10 KB to 5 MB, the short side at least 250 pixels. One is shown; ten may be taken
# (unverified). Videos stand in the reference and are reported refused: none are offered.
PICTURE = FileRule(
    mimes=("image/jpeg", "image/png"), max_bytes=5 * MB, min_width=250, min_height=250
)
ONE = MediaRule(files={Kind.IMAGE: PICTURE}, least=1, most=1)
PERHAPS = MediaRule(files={Kind.IMAGE: PICTURE}, most=1)

POSTS = {
    PostType.TEXT: PostRule(text=TEXT, needs_text=True),
    PostType.LINK: PostRule(text=TEXT, needs_text=True, link=True),
    PostType.IMAGES: PostRule(text=TEXT, media=ONE),
    PostType.EVENT: PostRule(text=TEXT, media=PERHAPS, title=TITLE, needs_title=True),
    PostType.OFFER: PostRule(text=TEXT, media=PERHAPS, title=TITLE, needs_title=True),
}

DATED = frozenset({PostType.EVENT, PostType.OFFER})
PRESSED = frozenset({PostType.TEXT, PostType.LINK, PostType.IMAGES, PostType.EVENT})
EVENT, OFFER = frozenset({PostType.EVENT}), frozenset({PostType.OFFER})

OPTIONS = (
    Option(
        key="button",
        name="Button",
        kind=OptionKind.CHOICE,
        choices=(
            ("LEARN_MORE", "Learn more"),
            ("BOOK", "Book"),
            ("ORDER", "Order online"),
            ("SHOP", "Buy"),
            ("SIGN_UP", "Sign up"),
            ("CALL", "Call now"),
        ),
        types=PRESSED,
        help="Links in the text cannot be pressed; a button can.",
    ),
    Option(
        key="button_link",
        name="Where the button leads",
        kind=OptionKind.TEXT,
        most=2_000,
        types=PRESSED,
        help="Left empty: the link of the post, else the website of the place.",
    ),
    Option(key="starts", name="Begins", kind=OptionKind.TIME, types=DATED, needed=True),
    Option(key="ends", name="Ends", kind=OptionKind.TIME, types=DATED, needed=True),
    Option(
        key="repeats",
        name="Comes back",
        kind=OptionKind.CHOICE,
        choices=(
            ("daily", "Each day"),
            ("weekly", "Each week, on the same day"),
            ("monthly", "Each month, on the same day"),
        ),
        types=EVENT,
    ),
    Option(key="repeats_until", name="Comes back until", kind=OptionKind.DATE, types=EVENT),
    Option(key="coupon", name="Code to show", kind=OptionKind.TEXT, most=58, types=OFFER),
    Option(
        key="redeem", name="Where to use it online", kind=OptionKind.TEXT, most=2_000, types=OFFER
    ),
    Option(key="terms", name="Conditions", kind=OptionKind.TEXT, most=5_000, types=OFFER),
)

_PHONE = re.compile(r"(?<![\w.])(?:\+|0)[1-9][\d\s()/-]{5,}\d")


def objections(parcel: Parcel) -> Iterator[Problem]:
    """Times that make no sense, and what Google is known to refuse after reading."""
    if parcel.type in DATED and parcel.options.get("starts") and parcel.options.get("ends"):
        try:
            schedule.event(parcel.title, parcel.options)
        except ChangeIt as error:
            yield Problem(field="options.ends", rule="range", say=str(error))
    if _PHONE.search(parcel.text):
        say = "Google often refuses posts with a phone number in the text. Use the button instead."
        yield Problem(field="text", rule="phone_number", say=say, weight=Weight.WARNS)
