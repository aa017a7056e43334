"""What starts the processes of a box."""
