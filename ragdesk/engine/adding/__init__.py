"""The four steps of adding: find the files, read them into words, embed their spans, build the vector index."""
