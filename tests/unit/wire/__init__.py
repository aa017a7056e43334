"""Envelope, names and delays of the wire."""
