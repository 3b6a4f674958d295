"""Find or do: the list that opens with Ctrl+K."""
