"""What Django may be told about the pages."""
