"""The parts of the evidence panel: pages and texts with the quoted words marked. In: a document; out: its words."""
