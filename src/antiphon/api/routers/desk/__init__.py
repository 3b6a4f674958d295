"""What lies beside the posts: campaigns, labels, templates, notes, comments, series, goals."""
