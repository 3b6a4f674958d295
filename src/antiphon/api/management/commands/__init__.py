"""Each is one module."""
