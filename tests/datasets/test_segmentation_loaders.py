import pandas as pd

from pegbar.datasets.segmentation_loaders import load_plates
from pegbar.production.store import Store, rows_of
from tests.conftest import STUDIO
from tests.training.small_run import PARAMS


def test_plates_are_the_backgrounds_and_one_of_each_training_cut(manifest: pd.DataFrame, store: Store) -> None:
    rows = rows_of(manifest, "train")
    plates = load_plates(store, rows, PARAMS)
    assert len(plates) == STUDIO.backgrounds + rows["cut"].nunique()
    assert {plate.shape[0] for plate in plates} == {PARAMS.working_height}
    assert len(load_plates(store, rows.assign(plate=""), PARAMS)) == STUDIO.backgrounds


def test_none_are_read_where_none_are_wanted(manifest: pd.DataFrame, store: Store) -> None:
    plain = PARAMS.model_copy(update={"augment": PARAMS.augment.model_copy(update={"backgrounds": False})})
    assert load_plates(store, rows_of(manifest, "train"), plain) == []
