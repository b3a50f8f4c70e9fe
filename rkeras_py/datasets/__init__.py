"""Data sets that are fetched once and kept."""
