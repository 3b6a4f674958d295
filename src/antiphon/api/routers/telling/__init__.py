"""What happens, and who is told of it."""
