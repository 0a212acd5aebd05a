"""Passages in, a checked answer out: quotes, the prompt, the chat model, the support check."""
