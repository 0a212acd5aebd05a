"""ragdesk: answers from a person's own files, offline, each sentence tied to a marked passage."""

__version__ = "0.1.0"
