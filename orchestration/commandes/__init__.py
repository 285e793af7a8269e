"""Groups of `miprof` commands. Like `cli`, they import what is heavy inside the command that needs it."""
