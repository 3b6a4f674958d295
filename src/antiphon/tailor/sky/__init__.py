"""Where places are, and how warm and wet it usually is there, or is today."""
