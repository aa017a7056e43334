"""The air-lock: the one process of the box that talks to the cloud hub."""
