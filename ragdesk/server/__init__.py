"""Brings an engine to its faces: today in the same process, later behind a socket."""
