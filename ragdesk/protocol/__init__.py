"""What faces and engine say to each other: plain records, events and errors; nothing heavy is imported here."""
