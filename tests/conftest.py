"""Where the tests find the checkout, its seeds and the annotated pages beside it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples each time, and no deadline: a busy machine is no fault of the program's.
settings.register_profile(
    "laws", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("laws")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite", action="store_true", help="write golden records and floors anew (make golden, make floors)"
    )
    parser.addoption(
        "--lower", metavar="REASON", help="let floors fall when they are rewritten; the reason is written down"
    )


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The sample sources composed for the project."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The annotated pages beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the annotated pages are not beside this checkout (../shared)")
    return SHARED
