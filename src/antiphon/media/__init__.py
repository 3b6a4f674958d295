"""Files people give us, and what each network needs them to be."""
