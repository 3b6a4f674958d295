"""What people outside see and say: secret links, guests' words, and when a review ends."""
