"""What comes in: candidates, jobs, interviews, answers, the finish; and what can be asked about them."""
