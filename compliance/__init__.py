"""Tells a newsroom, before it publishes, whether an article keeps the terms it came under."""

__version__ = "0.1.0"
