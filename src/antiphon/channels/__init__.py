"""Accounts we may speak for: how they were connected, whether they still are, whom they reach."""
