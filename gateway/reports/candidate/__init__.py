"""The report for the candidate: put together from the report, and written for people and machines."""
