"""Scenes at one size with the conditions they meet."""

import pandas as pd

from pegbar.production.drawings import records
from pegbar.production.store import Store
from pegbar.scenes.condition_tags import condition_tags_of_row
from pegbar.transforms.preprocessing import resize


class SceneDataset:
    """Pictures of a table of scenes at one size, and the conditions they meet."""

    def __init__(self, store: Store, rows: pd.DataFrame, size: tuple[int, int]) -> None:
        self.rows = records(rows)
        self.tags = [condition_tags_of_row(row) for row in self.rows]
        self.pictures = [resize(store.frame(f"pictures/{row['scene_id']}.png"), size[::-1]) for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)
