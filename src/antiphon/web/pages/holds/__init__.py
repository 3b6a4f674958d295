"""What stands still and why; stopping, and letting go."""
