"""What will be seen, before anything is sent: parts of a thread, cards of links, tracked links."""
