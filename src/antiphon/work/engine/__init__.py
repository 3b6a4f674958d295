"""What runs beside the sweeps: rare chores, and the ear for notices."""
