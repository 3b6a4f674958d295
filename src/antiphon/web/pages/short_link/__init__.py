"""Short links: each leads to the stored target of its code and nowhere else."""
