"""A coach for the Dutch *verzuimgesprek*: the talk about an employee's sickness absence."""

import os

__version__ = "0.1.0"

# For numpy, before anything imports it: the matrices here are so small that a second thread waits longer than it
# helps, and takes a core away from whoever works beside it.
for _threads in ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_threads, "1")
