import os

from support import project_env

# Before anything imports TensorFlow or starts R, so that plain `pytest` is the same as `make test`.
os.environ.update(project_env())
