"""Stage 1. Input: a path that the user chose. Output: for each file in it a `Reading` (sections that know their place).

`find_files` walks, `open_file` fetches bytes, `read_document` turns bytes into sections or says in a sentence why not.
"""
