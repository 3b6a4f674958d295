"""Versions of a post, held against each other as the channels would tell them."""
