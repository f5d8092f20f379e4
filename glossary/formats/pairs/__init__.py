"""Formats that hold pairs of terms: OmegaT, UTX, TMX."""
