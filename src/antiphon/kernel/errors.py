"""The root of what we raise on purpose."""


class AntiphonError(Exception):
    """Something that we foresaw; its text is written for people and holds no secret."""


class NotHereError(AntiphonError):
    """There is no such thing here; a foreign one and a missing one look alike."""
