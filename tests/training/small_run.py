"""Parameters of the smallest training run, shared by the tests of training."""

from pegbar.params.gcn import CelParams, RegionNetworkParams, SegmentationParams
from pegbar.training.loading import Draw, StepSampler
from pegbar.training.trainer import Task

PARAMS = SegmentationParams.model_validate(
    {
        "seed": 1, "threads": 1, "precision": "float32", "standardize": "picture", "working_height": 64, "crop": (64, 128),
        "low_res_fraction": 0.5, "batch": 2, "steps": 6, "learning_rate": (1e-3, 1e-4), "backbone_lr_multiplier": 0.5, "warmup": 0,
        "loss": "cross_entropy", "weight_power": 0.5, "focal_gamma": 2.0,
        "validate_every": 2, "validation_frames": 2, "patience": 9, "cache_mb": 50,
        "network": {
            "backbone": "resnet18", "kernel": 5, "channels": 4, "decoder_channels": 4, "dropout": 0.2, "norm": "group", "init": "random",
        },
        "augment": {
            "brightness": 0.2, "contrast": 0.2, "hue": 20, "scale": (0.7, 1.4), "crop_candidates": 2, "rotation": 5, "flip": 0.5,
            "backgrounds": True, "texture": 0.3, "erase": 0.3,
        },
    }
)  # fmt: skip
CEL = CelParams.model_validate(PARAMS.model_dump() | {"parts_weight": 0.5})
_SEGMENTATION_ONLY = {"loss", "weight_power", "focal_gamma", "start_fraction"}
REGIONS = RegionNetworkParams.model_validate(
    PARAMS.model_dump(exclude=_SEGMENTATION_ONLY)
    | {"augment": PARAMS.augment.model_dump(exclude={"crop_candidates", "backgrounds", "texture", "erase"})}
)


def draw(task: Task, step: int) -> Draw:
    """What a task looks at in a step."""
    return StepSampler(len(task), task.params.batch, task.params.seed, task.params.steps).draw(step)
