"""Events to the cloud: pure functions from what happened to a row of the outbox."""
