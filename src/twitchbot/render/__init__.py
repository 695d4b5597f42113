"""An `Answer` drawn for a surface: JSON, terminal text, HTML. Nothing here writes a word of its own."""
