"""The fifth place on a phone: everything that has no place at its foot."""
