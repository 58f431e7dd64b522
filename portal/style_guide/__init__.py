"""A living style guide for staff: the tokens, parts and blocks of the public site as they are now.

It is read from the sources: tokens from `static/css/tokens.css`, blocks from the streams with their
preview values, parts from the templates that the site itself uses. What is added there shows here.
"""
