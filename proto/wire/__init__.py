"""What the box's bus and the sync agent have in common: names, the event envelope, a connection that stays up."""
