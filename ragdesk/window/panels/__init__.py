"""The parts of the window. Each takes the EngineLink and the Desk, and knows no other panel."""
