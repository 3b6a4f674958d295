"""Oneself: name, clock, language, sessions."""
