"""What networks count reaches the rows it belongs to."""
