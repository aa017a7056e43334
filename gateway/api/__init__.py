"""The JSON API of a box."""
