"""The conversation's parts: what was asked and answered, as it is read, clicked and copied."""
