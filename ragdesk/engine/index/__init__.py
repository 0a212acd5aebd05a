"""Stage 3, chunks -> index: words in FTS5, vectors in the catalogue with Chroma as their cache."""
