"""Composing: one message, told everywhere or otherwise, and when."""
