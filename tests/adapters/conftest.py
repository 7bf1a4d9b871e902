"""The suites adapters inherit show what differed when they fail."""

import handover.kit.pytest_plugin  # noqa: F401
