"""Reading any feed of the web; nothing here publishes."""
