"""The HTTP API of organisations that automate: what is expected, a deposit, its receipt. Everything else is for people, on pages."""

from ingest.portail.api.depots import api

__all__ = ["api"]
