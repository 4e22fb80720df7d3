"""From the YAML an editor writes to validated nouns: places, traps, inheritance, and complaints in plain words."""
