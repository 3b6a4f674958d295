"""Whom something is said to, and who sees what."""
