"""What comes from outside and goes there: guests, secret links, tables."""
