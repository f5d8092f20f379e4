"""Floor 3: what words mean, and whether they are used consistently."""

__all__ = ()
