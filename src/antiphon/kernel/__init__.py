"""Words that everybody uses; pure, without Django and without waiting."""
