"""Measurements that the claims of speed and size rest on: `make bench`."""
