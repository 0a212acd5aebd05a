"""Where weights lie on disk, and whether they are what they should be. Nothing here loads one or uses the network."""
