"""The site as a visitor meets it: in this process, or over HTTP."""
