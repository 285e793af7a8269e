"""The deposit portal: a thin shell of pages over `ingest.retours` (what is kept) and `ingest.controle` (what is checked)."""
