"""zhkg: a knowledge graph one can trust, from Chinese news."""
