"""What all tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No example is judged by the clock: a busy machine must not make a test fail.
settings.register_profile("chapbook", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("chapbook")
