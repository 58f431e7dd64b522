"""Reading HTML with an HTML5 parser: what a browser would show."""
