"""What the Miprof does: ask, follow, remind, fetch what came, have an édition made."""
