"""Lists of documents of any length: only the rows in sight, and some around them, are in the window."""
