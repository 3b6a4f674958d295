"""What holds in the whole workspace."""
