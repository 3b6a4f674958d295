"""The world outside, tried from outside."""
