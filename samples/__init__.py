"""Made interviews: invented candidates, their answers as videos, and the scripts that make them."""
