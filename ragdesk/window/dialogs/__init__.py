"""Windows that open above the main one: settings, documents, models, shortcuts."""
