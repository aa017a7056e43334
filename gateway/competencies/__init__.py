"""Competency models as versioned data: templates in two languages, read, checked and made ready for an interview."""
