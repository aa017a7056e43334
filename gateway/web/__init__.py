"""The pages for HR: login, interviews, progress, report, and the word on a decision."""
