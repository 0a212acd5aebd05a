"""The process that owns a data folder: an engine behind a socket, for as long as a face or a job needs it."""
