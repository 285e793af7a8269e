"""What a contributor does: see what is expected, send a file, correct, confirm, keep the receipt."""
