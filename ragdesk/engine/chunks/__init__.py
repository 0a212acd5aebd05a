"""From sections to what is searched: chunks, their spans, and the header that tells where they stand.

In: a section's text. Out: records with exact offsets into that text.
"""
