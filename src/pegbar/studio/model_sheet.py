"""Model sheets: who a character is (fixed for a production) and how it stands (a pose, one a drawing)."""

from dataclasses import dataclass, replace

import numpy as np

from pegbar.studio.palettes import ColorDesigner, Material

OUTFITS = ("sailor", "shirt", "hoodie", "dress", "jacket", "tunic")
HAIRSTYLES = ("short", "bob", "long", "ponytail", "twintails", "spiky")
PATTERNS = ("plain", "plain", "plain", "stripes", "dots", "band", "emblem")


@dataclass(frozen=True)
class ModelSheet:
    """Proportions in head heights, design choices and colours of one character."""

    heads: float
    shoulder: float
    hip: float
    limb: float
    jaw: float
    eye_size: float
    eye_tall: float
    eye_slant: float
    outfit: str
    hairstyle: str
    pattern: str
    fringe_locks: int
    fringe_length: float
    fringe_part: float
    hair_volume: float
    ahoge: bool
    glasses: bool
    ribbon: bool
    skirt: bool
    long_sleeves: bool
    skin: Material
    hair: Material
    iris: Material
    white: Material
    mouth: Material
    cloth: Material
    trim: Material
    lower: Material
    shoe: Material
    pattern_rgb: tuple[int, int, int]
    levels: int
    seed: int


def design_character(rng: np.random.Generator, colors: ColorDesigner) -> ModelSheet:
    """Draw up a model sheet."""
    child, squat = rng.random() < 0.3, rng.random() < 0.1
    feminine = rng.random() < 0.6
    styles = HAIRSTYLES if feminine else ("short", "spiky", "short", "bob")
    cloth = colors.cloth()
    return ModelSheet(
        heads=rng.uniform(2.6, 3.6) if squat else rng.uniform(4.0, 5.0) if child else rng.uniform(5.6, 7.2),
        shoulder=rng.uniform(0.52, 0.62) if child else rng.uniform(0.62, 0.72 if feminine else 0.92),
        hip=rng.uniform(0.42, 0.52) if feminine else rng.uniform(0.4, 0.46),
        limb=rng.uniform(0.2, 0.26) if feminine else rng.uniform(0.24, 0.32),
        jaw=rng.uniform(0.16, 0.3),
        eye_size=rng.uniform(0.15, 0.2) if feminine or child else rng.uniform(0.12, 0.16),
        eye_tall=rng.uniform(1.0, 1.45) if feminine or child else rng.uniform(0.65, 1.05),
        eye_slant=rng.uniform(-7, 9),
        outfit=str(rng.choice(OUTFITS)),
        hairstyle=str(rng.choice(styles)),
        pattern=str(rng.choice(PATTERNS)),
        fringe_locks=int(rng.integers(4, 9)),
        fringe_length=rng.uniform(-0.05, 0.14),
        fringe_part=rng.uniform(-0.25, 0.25),
        hair_volume=rng.uniform(1.02, 1.2),
        ahoge=rng.random() < 0.3,
        glasses=rng.random() < 0.12,
        ribbon=rng.random() < 0.35,
        skirt=feminine and rng.random() < 0.7,
        long_sleeves=rng.random() < 0.6,
        skin=colors.skin(),
        hair=colors.hair(),
        iris=colors.eye(),
        white=colors.material(0.6, 0.02, 0.98),
        mouth=colors.material(0.99, 0.55, 0.75),
        cloth=cloth,
        trim=colors.cloth(),
        lower=colors.cloth(),
        shoe=colors.cloth(),
        pattern_rgb=colors.cloth().base.rgb,
        levels=int(rng.integers(1, 3)),
        seed=int(rng.integers(1 << 31)),
    )


@dataclass(frozen=True)
class Pose:
    """How a character stands in one drawing; angles in degrees, `yaw` −1 … 1 from left to right."""

    yaw: float = 0.0
    back: bool = False
    head_tilt: float = 0.0
    lean: float = 0.0
    left_arm: tuple[float, float] = (12.0, 8.0)
    right_arm: tuple[float, float] = (12.0, 8.0)
    stride: float = 0.0
    blink: float = 0.0
    mouth: float = 0.0
    smile: float = 0.3
    brow: float = 0.0
    gaze: float = 0.0
    sway: float = 0.0


def strike_pose(rng: np.random.Generator) -> Pose:
    """A key pose."""

    def arm() -> tuple[float, float]:
        if rng.random() < 0.65:
            return float(rng.uniform(3, 24)), float(rng.uniform(-8, 30))
        if rng.random() < 0.5:
            return float(rng.uniform(10, 40)), float(rng.uniform(-130, -60))
        return float(rng.uniform(30, 150)), float(rng.uniform(0, 110))

    return Pose(
        yaw=float(np.clip(rng.normal(0, 0.45), -1, 1)),
        back=bool(rng.random() < 0.07),
        head_tilt=float(rng.normal(0, 7)),
        lean=float(rng.normal(0, 4)),
        left_arm=arm(),
        right_arm=arm(),
        stride=float(rng.uniform(-0.5, 0.5)) if rng.random() < 0.5 else 0.0,
        blink=1.0 if rng.random() < 0.08 else float(rng.uniform(0, 0.25)),
        mouth=float(rng.uniform(0.3, 1.0)) if rng.random() < 0.4 else 0.0,
        smile=float(rng.uniform(-0.8, 1.0)),
        brow=float(rng.normal(0, 7)),
        gaze=float(rng.uniform(-1, 1)),
        sway=float(rng.normal(0, 0.05)),
    )


def next_drawing(rng: np.random.Generator, pose: Pose) -> Pose:
    """The next drawing of the same action: limited animation moves mouth, eyes and one limb."""
    return replace(
        pose,
        head_tilt=pose.head_tilt + float(rng.normal(0, 2.5)),
        mouth=float(rng.choice([0.0, 0.45, 1.0])) if rng.random() < 0.6 else pose.mouth,
        blink=float(rng.choice([0.1, 0.5, 1.0])) if rng.random() < 0.3 else pose.blink,
        right_arm=(pose.right_arm[0] + float(rng.normal(0, 8)), pose.right_arm[1] + float(rng.normal(0, 8))),
        sway=pose.sway + float(rng.normal(0, 0.04)),
        stride=-pose.stride if pose.stride and rng.random() < 0.5 else pose.stride,
    )
