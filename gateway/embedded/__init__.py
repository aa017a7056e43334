"""Runs a whole box on one machine: the embedded default of laptops, demonstrations and tests."""
