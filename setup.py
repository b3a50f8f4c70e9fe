"""What pyproject.toml cannot say: the long description, whose links lead to the repository."""

from long_description import describe  # of tools/backend, from where pyproject.toml takes the build backend
from setuptools import setup

setup(long_description=describe(), long_description_content_type="text/markdown")
