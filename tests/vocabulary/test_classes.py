from pegbar.vocabulary.douga_classes import AREAS, BOOKS, CLASS_NAMES, LINES, SCORED, SCORED_LINES
from pegbar.vocabulary.model_classes import CEL_CLASSES, CEL_PART_CLASSES, CLASSES, REGION_OUTPUTS
from pegbar.vocabulary.scene_labels import INDOORS, LABELS, PLACES


def test_lines_and_areas_are_all_classes_and_books_are_not_scored() -> None:
    assert sorted((*LINES, *AREAS)) == list(range(len(CLASS_NAMES)))
    assert sorted((*SCORED, *BOOKS)) == list(range(len(CLASS_NAMES)))
    assert set(SCORED_LINES) == set(LINES) - set(BOOKS)
    assert len(SCORED) == 8


def test_each_task_has_its_outputs() -> None:
    assert CLASSES == {"cel": (CEL_CLASSES, CEL_PART_CLASSES), "douga": (CLASS_NAMES,), "regions": (REGION_OUTPUTS,)}
    assert all(len(set(names)) == len(names) for options in CLASSES.values() for names in options)


def test_scene_labels_are_distinct() -> None:
    assert len(set(LABELS)) == len(LABELS)
    assert set(INDOORS) < set(PLACES)
