"""Makes failing assertions in the conformance suites show what differed.

Use it from a conftest: `pytest_plugins = ["handover.kit.pytest_plugin"]`. Without it pytest
says only AssertionError, because it rewrites nothing but test files.
"""

import pytest

pytest.register_assert_rewrite(
    "handover.kit.conformance.calls",
    "handover.kit.conformance.recipient",
    "handover.kit.conformance.source",
)
