"""What machines ask of a site before they look at its pages: sitemaps, robots.txt, security.txt,
the manifest and the icon.
"""
