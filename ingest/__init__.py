"""Everything that comes in: the store of livraisons and the readers of what it holds."""
