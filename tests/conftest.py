"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# No test fails for being slow: machines are busy at times. What is fast is measured in `benchmarks/`.
settings.register_profile("compliance", deadline=None)
settings.load_profile("compliance")
