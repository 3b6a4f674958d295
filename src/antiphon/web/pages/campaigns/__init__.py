"""Posts that belong together."""
