"""The small steps of cleaning; `kg.clean.clean` puts them in order."""
