"""What is installed into other people's systems: each a folder of its own, under its own licence where it must be."""
