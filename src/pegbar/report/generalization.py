"""What is learnt from the studio on art that the studio did not draw."""

from typing import Any

from pegbar.report.markdown import percent, table


def real_art_section(real: dict[str, Any], model: str) -> str:
    """Cel IoU on real art now and with an earlier studio, and whether the numbers belong to the current model."""
    own, before = real["real_art"], real["real_art"].get("before", {})
    same = (
        "measured with this model"
        if own["model_sha256"] == model
        else (
            "measured with another model than the current one (training on another machine gives other weights); "
            "`make real-art` measures again where the art is"
        )
    )
    rows = [
        [
            name,
            str(s["pictures"]),
            percent(before.get(name, {}).get("iou")),
            *(percent(s[k]) for k in ("iou", "precision", "recall", "accuracy", "boundary_f")),
        ]
        for name, s in own["sets"].items()
    ]
    return "\n\n".join(
        [
            "## Real art",
            f"Openly licensed character sprites over painted backgrounds, never trained on; {same}. *First studio* is the cel IoU of a "
            "model trained on the studio before it had ingredients, with a backbone of drawn weights.",
            table(
                ["set", "pictures", "first studio", "cel IoU", "precision", "recall", "accuracy", "boundary F"],
                rows,
            ),
        ]
    )


def ablation_section(ablation: dict[str, Any]) -> str:
    """What each ingredient of the studio buys: cel IoU with all of them, with none, and with each left out."""
    budget, variants = ablation["ablation"]["budget"], ablation["ablation"]["variants"]
    sets = list(next(iter(variants.values())))
    whole = variants.get("all", {})

    def cell(value: float, of: float | None, name: str) -> str:
        change = "" if of is None or name == "all" else f" ({100 * (value - of):+.1f})"
        return percent(value) + change

    rows = [[name, *(cell(scores[s], whole.get(s), name) for s in sets)] for name, scores in variants.items()]
    return "\n\n".join(
        [
            "### Which ingredient buys what",
            f"Cel IoU after {budget['steps']} steps on {budget['cuts']} cuts, the same seed and budget for each row, the difference to "
            "*all* in points. *studio* is held-out cuts drawn with all ingredients. One run each: differences of a point or two are noise.",
            table(["ingredients", *sets], rows),
        ]
    )


def realism_section(realism: dict[str, Any]) -> str:
    """How well a small classifier tells studio crops from real ones."""
    rows = [[name, percent(own["accuracy"]), str(own["test_crops"])] for name, own in sorted(realism["realism"].items(), reverse=True)]
    return "\n\n".join(
        [
            "### Can it be told from real art?",
            "Accuracy of a small classifier on crops of cuts, sprites and plates it has not seen (though the same few characters recur in "
            "other poses, which makes real art easier to tell); 50 % would be indistinguishable.",
            table(["studio", "told apart", "test crops"], rows),
        ]
    )
