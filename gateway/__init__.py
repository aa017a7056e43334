"""The gateway: takes interviews in and carries each to its report, decision and follow-up."""

VERSION = "0.1.0"
