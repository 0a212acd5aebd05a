"""The window: ragdesk's desktop face in PySide6 widgets. In: an engine over its socket; nothing heavy is imported."""
