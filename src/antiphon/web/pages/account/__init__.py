"""Signing in and what belongs to a person: how those pages look; what they do is allauth's."""
