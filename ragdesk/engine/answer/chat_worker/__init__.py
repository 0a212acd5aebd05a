"""llama.cpp in a process of its own: it may read one model file and nothing else, and its death harms nobody."""
