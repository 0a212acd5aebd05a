"""Keeps the engine and everything that it starts off the network: asked of the kernel, tried out, and told."""
