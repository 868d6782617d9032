"""A coach for the Dutch *verzuimgesprek*: the talk about an employee's sickness absence."""

__version__ = "0.1.0"
