"""The domain model: frozen values, no input or output."""
