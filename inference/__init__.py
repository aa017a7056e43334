"""Everything about models: what they are, how they are served by Triton, and what they perceive."""
