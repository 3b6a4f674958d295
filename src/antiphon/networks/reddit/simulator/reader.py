"""How a reader of Reddit sees a text; written apart from the connector, as its witness."""

SIGNS = frozenset("\\`*_{}[]()#+-.!~^<>|&")


def read(markdown: str) -> str:
    """What is read: escapes say their sign, blanks at a line end keep it, a poll's link is none."""
    text = markdown.partition("[View Poll](https://www.reddit.com/poll/")[0].rstrip()
    found: list[str] = []
    signs = iter(text)
    for sign in signs:
        following = next(signs, "") if sign == "\\" else ""
        if sign != "\\":
            found.append(sign)
        elif following in SIGNS:
            found.append(following)
        else:
            found.append(sign + following)
    return "\n".join(line.rstrip() for line in "".join(found).split("\n"))
