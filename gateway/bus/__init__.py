"""The box's bus: work queue, progress, the relay of the outbox and the cloud's receipts, on NATS JetStream."""
