"""The commands: one file a group, options defined once."""

__all__ = ()
