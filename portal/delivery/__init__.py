"""How a finished page reaches a visitor: headers, health, and what stands in front of Django."""
