"""Rules: conditions as data, checked before they are used, and the decision they lead to. Pure functions."""
