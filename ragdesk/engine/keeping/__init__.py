"""What keeps the catalogue safe: backups, restoring, erasing, export and import, and the space that is left free."""
