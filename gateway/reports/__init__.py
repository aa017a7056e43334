"""Reports: put together, checked, and written for people and machines."""
