"""What EngineApi asks, by subject; `Engine` is all of them together. In: names and paths; out: records."""
