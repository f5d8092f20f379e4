"""``duizhao corpora``: documents in, looked at and explained."""
