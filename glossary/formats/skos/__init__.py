"""SKOS thesauri, Turtle and JSON-LD, in and out."""
