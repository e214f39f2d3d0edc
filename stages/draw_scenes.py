"""draw_scenes: the studio paints every place under every condition, to learn backgrounds from."""

from pegbar.compute import computing
from pegbar.errors import guarded
from pegbar.params.base import load_section
from pegbar.params.compute import ComputeParams
from pegbar.params.scenes import SceneParams
from pegbar.plans.scene_drawing import draw_scenes
from pegbar.storage.records import atomic_folder
from stages.paths import SCENE_TABLE, SCENES


def main() -> None:
    """Write ``data/scenes`` and ``data/scenes.csv``."""
    with atomic_folder(SCENES) as folder, computing(load_section("compute", ComputeParams)):
        draw_scenes(load_section("scenes", SceneParams), folder, SCENE_TABLE)


if __name__ == "__main__":
    guarded(main)
