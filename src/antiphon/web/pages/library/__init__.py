"""What is kept to be used again: labels, templates, hashtags, series."""
