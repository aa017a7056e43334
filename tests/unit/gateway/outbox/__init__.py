"""What the cloud is told."""
