"""What people answer reaches the rows it belongs to."""
