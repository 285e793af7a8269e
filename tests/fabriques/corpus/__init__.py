"""The corpus of returns, right and wrong: `python -m tests.fabriques.corpus` writes it into tests/controle/, always the same bytes."""
