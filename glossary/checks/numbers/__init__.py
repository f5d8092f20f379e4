"""Checks of figures: values, dates, provisions, units."""

from glossary.checks.numbers import dates, figures, provisions, units, values

__all__ = ["dates", "figures", "provisions", "units", "values"]
