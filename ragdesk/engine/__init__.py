"""The engine: files in, checked answers out. A plain library; it knows no face, no window and no network."""
