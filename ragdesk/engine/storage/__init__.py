"""The catalogue: one SQLite file that is the only truth about libraries, documents, text, vectors and conversations."""
