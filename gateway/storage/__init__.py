"""The database and the media store of a box."""
