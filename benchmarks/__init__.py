"""What the pipeline costs, measured against the plainest program that does the same work."""
