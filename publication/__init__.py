"""From the confidential warehouse to what may be seen: public tables, then (with the éditions) sign-off and release."""
