"""The root of what we raise on purpose."""


class AntiphonError(Exception):
    """Something that we foresaw; its text is written for people and holds no secret."""
