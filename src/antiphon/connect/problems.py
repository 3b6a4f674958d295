"""What stands between a parcel and its network: the same answer in composer, API and guard."""

from collections.abc import Iterator
from typing import Any

from antiphon.connect.network import Network
from antiphon.connect.rules import (
    FileRule,
    Measure,
    MediaRule,
    Option,
    OptionKind,
    PollRule,
    PostRule,
    TextRule,
)
from antiphon.connect.values import Enclosure, Parcel, PostType, Step
from antiphon.kernel.problem import Problem, Weight
from antiphon.kernel.text import has_bidi_control, is_blank, unprintable


def problems(parcel: Parcel, network: Network) -> list[Problem]:
    """Everything that the network would refuse, and what deserves a look, field by field."""
    rule = rule_for(parcel, network)
    if rule is None:
        say = f"{network.name} has no {parcel.type} posts. Choose another form."
        return [Problem(field="type", rule="not_here", actual=parcel.type, say=say)]
    found = [*_text(parcel, rule, network), *_title(parcel, rule, network)]
    found += [*_media(parcel, rule.media, network), *_poll(parcel, rule.poll, network)]
    found += [*_options(parcel, network), *_targeting(parcel, network)]
    return [*found, *network.objections(parcel)]


def rule_for(parcel: Parcel, network: Network) -> PostRule | None:
    """The rule that counts for this parcel."""
    return network.comment if parcel.step is Step.COMMENT else network.posts.get(parcel.type)


def _text(parcel: Parcel, rule: PostRule, network: Network) -> Iterator[Problem]:
    carries = parcel.enclosures or parcel.poll or (rule.link and parcel.link)
    if is_blank(parcel.text) and (rule.needs_text or not carries):
        say = f"There is nothing to tell on {network.name} yet: write something or add a picture."
        yield Problem(field="text", rule="empty", say=say)
    place = unprintable(parcel.text)
    if place is not None:
        say = f"Character {place + 1} of the text is a control character. Remove it."
        yield Problem(field="text", rule="control_character", actual=place, say=say)
    if has_bidi_control(parcel.text):
        say = "The text holds invisible marks that change its reading order."
        yield Problem(field="text", rule="bidi_control", say=say, weight=Weight.WARNS)
    yield from _lengths("text", parcel.text, rule.text, network)


def _lengths(field: str, text: str, rule: TextRule, network: Network) -> Iterator[Problem]:
    for measure in rule.measures:
        yield from _length(field, text, measure, network.name)


def _length(field: str, text: str, measure: Measure, who: str) -> Iterator[Problem]:
    actual = measure.count(text)
    if actual > measure.limit:
        yield Problem(
            field=field,
            rule=measure.rule,
            actual=actual,
            limit=measure.limit,
            say=f"The {field.split('.', maxsplit=1)[0]} is too long for {who}: "
            f"{actual} of {measure.limit} {measure.unit}. Shorten it.",
        )


def _title(parcel: Parcel, rule: PostRule, network: Network) -> Iterator[Problem]:
    if rule.needs_title and is_blank(parcel.title):
        yield Problem(field="title", rule="empty", say=f"{network.name} wants a title here.")
    if rule.title:
        yield from _length("title", parcel.title, rule.title, network.name)


def _media(parcel: Parcel, rule: MediaRule | None, network: Network) -> Iterator[Problem]:
    count, most = len(parcel.enclosures), rule.most if rule else 0
    least = rule.least if rule else 0
    if count > most:
        say = f"{network.name} takes at most {most} files here, not {count}. Remove some."
        yield Problem(field="media", rule="too_many", actual=count, limit=most, say=say)
    if count < least:
        say = f"{network.name} needs at least {least} file here. Add one."
        yield Problem(field="media", rule="too_few", actual=count, limit=least, say=say)
    for place, enclosure in enumerate(parcel.enclosures[:most]):
        if rule:
            yield from _file(f"media.{place}", enclosure, rule, network)


def _file(field: str, file: Enclosure, rule: MediaRule, network: Network) -> Iterator[Problem]:
    kind_rule = rule.files.get(file.kind)
    if kind_rule is None:
        say = f"{network.name} takes no {file.kind} here."
        yield Problem(field=field, rule="kind", actual=file.kind, say=say)
        return
    if rule.alt_text is not None:
        alt = Measure(limit=rule.alt_text)
        yield from _length(f"{field}.alt", file.alt, alt, network.name)
    yield from _limits(field, file, kind_rule, network)


def _limits(field: str, file: Enclosure, rule: FileRule, network: Network) -> Iterator[Problem]:
    if rule.mimes and file.mime not in rule.mimes:
        say = f"{network.name} takes {', '.join(rule.mimes)}, not {file.mime}."
        yield Problem(field=field, rule="kind", actual=file.mime, say=say)
    for name, actual, limit, unit in (
        ("too_large", file.size, rule.max_bytes, "bytes"),
        ("too_many_pixels", file.width * file.height, rule.max_pixels, "pixels"),
        ("too_wide", file.width, rule.max_width, "pixels of width"),
        ("too_high", file.height, rule.max_height, "pixels of height"),
        ("too_long", file.seconds, rule.max_seconds, "seconds"),
    ):
        if limit is not None and actual > limit:
            say = f"The file is more than {network.name} takes: {actual:g} of {limit:g} {unit}."
            yield Problem(field=field, rule=name, actual=actual, limit=limit, say=say)
    least = (rule.min_width or 0, rule.min_height or 0)
    if file.width and (file.width < least[0] or file.height < least[1]):
        say = (
            f"The file has {file.width} × {file.height} pixels; {network.name} wants at least "
            f"{least[0]} × {least[1]}. Choose a larger one."
        )
        yield Problem(field=field, rule="too_small", actual=f"{file.width}×{file.height}",
                      limit=f"{least[0]}×{least[1]}", say=say)  # fmt: skip
    if rule.min_seconds and file.seconds < rule.min_seconds:
        say = f"{network.name} wants at least {rule.min_seconds:g} seconds, not {file.seconds:g}."
        yield Problem(
            field=field, rule="too_short", actual=file.seconds, limit=rule.min_seconds, say=say
        )


def _poll(parcel: Parcel, rule: PollRule | None, network: Network) -> Iterator[Problem]:
    if parcel.poll is None:
        return
    if rule is None:
        yield Problem(field="poll", rule="not_here", say=f"{network.name} has no polls.")
        return
    if rule.question:
        yield from _length("poll.question", parcel.poll.question, rule.question, network.name)
    least, most = rule.choices
    count = len(parcel.poll.choices)
    if not least <= count <= most:
        say = f"A poll on {network.name} has {least} to {most} choices, not {count}."
        yield Problem(field="poll.choices", rule="count", actual=count, limit=most, say=say)
    for place, choice in enumerate(parcel.poll.choices):
        yield from _length(f"poll.choices.{place}", choice, rule.choice, network.name)
    yield from _duration(parcel, rule, network)


def _duration(parcel: Parcel, rule: PollRule, network: Network) -> Iterator[Problem]:
    wanted = parcel.poll.closes_after if parcel.poll else rule.closes_after[0]
    shortest, longest = rule.closes_after
    if not shortest <= wanted <= longest:
        say = f"A poll on {network.name} stays open from {shortest} to {longest}, not {wanted}."
        yield Problem(field="poll.closes_after", rule="range", actual=str(wanted), say=say)
    elif rule.durations and wanted not in rule.durations:
        named = ", ".join(map(str, rule.durations))
        say = f"{network.name} offers only these times for a poll: {named}."
        yield Problem(field="poll.closes_after", rule="choice", actual=str(wanted), say=say)
    if parcel.poll and parcel.poll.multiple and not rule.multiple:
        say = f"{network.name} has no polls with several answers."
        yield Problem(field="poll.multiple", rule="not_here", say=say)


def _options(parcel: Parcel, network: Network) -> Iterator[Problem]:
    known = {option.key: option for option in network.options}
    for key, value in parcel.options.items():
        option = known.get(key)
        if option is None:
            say = f"{network.name} has no option “{key}”. It has: {', '.join(known) or 'none'}."
            yield Problem(field=f"options.{key}", rule="unknown_field", say=say)
        else:
            yield from _option(option, value, network)
    for option in network.options:
        if _is_missing(option, parcel):
            say = f"{network.name} wants “{option.name}” here."
            yield Problem(field=f"options.{option.key}", rule="empty", say=say)


def _is_missing(option: Option, parcel: Parcel) -> bool:
    wanted = option.needed and parcel.step is Step.PART and option.belongs_to(parcel.type)
    given = parcel.options.get(option.key)
    return wanted and option.default is None and given in (None, "", [], ())


def _option(option: Option, value: Any, network: Network) -> Iterator[Problem]:
    field, whom = f"options.{option.key}", f"“{option.key}” on {network.name}"
    allowed = {choice for choice, _name in option.choices}
    chosen = value if isinstance(value, list | tuple) else [value]
    if option.choices and not allowed.issuperset(map(str, chosen)):
        say = f"{whom} can be: {', '.join(sorted(allowed))}."
        yield Problem(field=field, rule="choice", actual=str(value), say=say)
    elif value != "" and (form := option.misread(value)):
        yield Problem(field=field, rule="form", actual=str(value), say=f"{whom} is {form}.")
    elif option.most is not None and (size := _size(value, option.kind)) > option.most:
        say = f"{whom} is too long: {size} of {option.most}."
        yield Problem(field=field, rule="too_long", actual=size, limit=option.most, say=say)


def _size(value: Any, kind: OptionKind) -> int:
    """How much it is: a number by its value, all else by its length."""
    return int(value) if kind is OptionKind.NUMBER else len(value)


def _targeting(parcel: Parcel, network: Network) -> Iterator[Problem]:
    rule = network.targeting
    for name in ("countries", "regions", "cities", "languages", "genders", "age_from", "age_to"):
        value = getattr(parcel.targeting, name)
        if not value:
            continue
        if name not in rule.restricts | rule.addresses:
            say = f"{network.name} cannot choose people by {name.replace('_', ' ')}."
            yield Problem(field=f"targeting.{name}", rule="not_here", say=say)
        elif isinstance(value, tuple) and len(value) > rule.most.get(name, len(value)):
            say = f"{network.name} takes at most {rule.most[name]} {name}, not {len(value)}."
            yield Problem(field=f"targeting.{name}", rule="too_many", actual=len(value), say=say)
        elif name == "age_from" and rule.age_from and value not in rule.age_from:
            ages = ", ".join(map(str, rule.age_from))
            say = f"{network.name} can only begin at the ages {ages}."
            yield Problem(field="targeting.age_from", rule="choice", actual=value, say=say)


def is_threadable(network: Network, type: PostType) -> bool:
    """Whether a text too long for one post may go on in parts of our own."""
    return network.thread is not None and type in network.posts
