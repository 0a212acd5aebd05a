"""Text and layout of the binary and non-UTF-8 files of `assets/samples`; each module yields the bytes of one file."""
