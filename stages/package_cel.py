"""package_cel: give the trained cel network its decision thresholds; changing a threshold trains nothing again."""

from pegbar.errors import guarded
from pegbar.networks.sidecars import package_model
from pegbar.params.base import load_section
from pegbar.params.decision import DecisionParams
from stages.paths import MODELS, TRAINED


def main() -> None:
    """Write ``models/cel.*``."""
    package_model(TRAINED, MODELS, "cel", load_section("decision", DecisionParams).cel)


if __name__ == "__main__":
    guarded(main)
