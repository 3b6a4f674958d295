"""Feeds of our own."""
