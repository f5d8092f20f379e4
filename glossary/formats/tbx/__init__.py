"""TBX, v3 (ISO 30042:2019) and v2, in and out."""
