"""Sources are followed: what changes below them on disk becomes jobs of kind "follow".

In: the sources in the catalogue, and what the system tells of their folders (`inotify_watcher`, `observer_watcher`) or
a scan finds (`scanner`). Out: paths, handed over once they are quiet (`settling`, `follower`).
"""
