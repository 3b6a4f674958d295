"""What lies on the desk beside the posts: labels, hashtags, notes, comments, series, goals."""
