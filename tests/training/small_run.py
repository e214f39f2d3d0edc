"""Parameters of the smallest training run, shared by the tests of training."""

from pegbar.params.training import TrainingParams

PARAMS = TrainingParams.model_validate(
    {
        "seed": 1, "threads": 2, "precision": "float32", "standardize": "picture", "working_height": 64, "crop": (64, 128),
        "coarse_share": 0.5, "batch": 2, "steps": 6, "learning_rate": (1e-3, 1e-4), "backbone_rate": 0.5, "warmup": 0,
        "loss": "cross_entropy", "weight_power": 0.5, "taken_back": 0.5, "focal_gamma": 2,
        "validate_every": 2, "validation_frames": 2, "patience": 9, "cache_mb": 50,
        "network": {
            "backbone": "resnet18", "kernel": 5, "width": 4, "detail": 4, "dropout": 0.2, "norm": "group", "start": "random",
        },
        "augment": {
            "brightness": 0.2, "contrast": 0.2, "hue": 20, "scale": (0.7, 1.4), "tries": 2, "rotation": 5, "flip": 0.5,
            "backgrounds": True, "texture": 0.3, "erase": 0.3,
        },
    }
)  # fmt: skip
