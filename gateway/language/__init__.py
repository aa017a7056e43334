"""Words of a text in its language: cut, brought to their base form, compared. Pure; knows nothing of interviews."""
