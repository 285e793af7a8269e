"""Entering: a link by e-mail for everyone, and a second factor for the Miprof."""
