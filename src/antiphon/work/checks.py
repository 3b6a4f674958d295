"""What production refuses to start with."""
