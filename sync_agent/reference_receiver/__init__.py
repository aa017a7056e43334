"""The reference receiver: plays the cloud HR system in the demo and in tests."""

from sync_agent.reference_receiver.store import ReceivedEvent, received

__all__ = ["ReceivedEvent", "received"]
