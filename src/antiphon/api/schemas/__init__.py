"""Closed forms of what comes in and goes out; one module per noun."""
