"""The site of both packages: its pages as Markdown, from the registry, R's help, the guides, vignettes and examples.

MkDocs with the theme Material makes the site of them. Search, tabs, dark mode and phones are the theme's.
"""
