"""Sluice measured alone: the parts of the scripts collectors and growth."""
