"""What is to come: the queue of a channel, wishes, series, and what needs somebody."""
