"""Decoding of recordings in confined child processes; the only package that imports `av`.

Left without imports on purpose: the child process starts here and must start fast.
"""
