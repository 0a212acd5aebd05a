"""The parts of the documents panel: the library, its documents in order and in view, jobs, adding. No panel itself."""
